# %% [markdown]
# # Các notebook
#
# Mỗi trang của bài học cũng là một notebook, có đủ phần chữ, công thức và hình vẽ, code và kết quả
# in ra, bài tập và lời giải. Notebook nào cũng chạy độc lập, chỉ cần Python và NumPy. Bấm vào tên
# để tải về.
#
# {* pages *}
#
# Trên máy của bạn, hãy mở notebook bằng Jupyter hoặc VS Code rồi chạy mọi cell từ trên xuống. Nếu
# không muốn cài gì, hãy mở chính trang ấy và chọn *Mở trong Colab* ở trên tiêu đề; Colab cần tài
# khoản Google. Trang này cũng là một chương trình: nó cho biết các notebook có chạy được không.

# %%
import numpy

major = int(numpy.__version__.split(".")[0])
print("Các notebook sẽ chạy được." if major >= 2 else "Các notebook cần NumPy 2.")
