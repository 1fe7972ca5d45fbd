# %% [markdown]
# # Các notebook
#
# Mỗi trang của bài học cũng là một notebook, có đủ phần chữ, công thức và hình vẽ, code và kết quả
# in ra, bài tập và lời giải. Notebook nào cũng chạy độc lập, chỉ cần Python và NumPy. Bấm vào tên
# để tải về.
#
# <!-- pages, by `make record` -->
#
# - [01 “Self” trong self-attention là gì?](01-why-self.ipynb)
# - [02 “journey” nhìn các token khác như thế nào?](02-one-query.ipynb)
# - [03 Làm sao tính cho mọi token cùng một lúc?](03-all-tokens.ipynb)
# - [04 Vì sao dùng softmax, và tính thế nào cho đúng?](04-softmax.ipynb)
# - [05 Query, key và value từ đâu ra?](05-query-key-value.ipynb)
# - [06 Vì sao lại chia cho √d_k?](06-scaling.ipynb)
# - [07 Che tương lai bằng cách nào?](07-causal-mask.ipynb)
# - [08 Vì sao cần nhiều head?](08-multi-head.ipynb)
# - [09 Mô hình biết thứ tự bằng cách nào?](09-position.ipynb)
# - [10 Attention tốn bao nhiêu, và nhờ đâu các phiên bản nhanh tốn ít hơn?](10-cost.ipynb)
# - [11 Làm sao sinh văn bản mà không phải tính lại từ đầu?](11-generation.ipynb)
# - [12 Ba ma trận được học như thế nào?](12-learning.ipynb)
# - [13 Làm sao biết code của mình sai?](13-wrong-answers.ipynb)
# - [14 Trong một mô hình thật, attention làm gì?](14-real-model.ipynb)
# - [15 Tự huấn luyện cả một mô hình được không?](15-whole-model.ipynb)
# - [16 Mô hình ngày nay giữ cache nhỏ bằng cách nào?](16-small-cache.ipynb)
# - [17 Attention có thể bỏ softmax không?](17-without-softmax.ipynb)
#
# <!-- end of pages -->
#
# Trên máy của bạn, hãy mở notebook bằng Jupyter hoặc VS Code rồi chạy mọi cell từ trên xuống. Nếu
# không muốn cài gì, hãy mở chính trang ấy và chọn *Mở trong Colab* ở trên tiêu đề; Colab cần tài
# khoản Google. Trang này cũng là một chương trình: nó cho biết các notebook có chạy được không.

# %%
import numpy

major = int(numpy.__version__.split(".")[0])
print("Các notebook sẽ chạy được." if major >= 2 else "Các notebook cần NumPy 2.")
