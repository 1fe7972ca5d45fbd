# %% [markdown]
# # The notebooks
#
# Every page of the lesson is a notebook too, with its text, formulas and pictures, its code and
# what that prints, its exercises and their solutions. Each runs by itself and needs only Python
# and NumPy. A click downloads it.
#
# <!-- pages, by `make record` -->
#
# - [01 What is “self” in self-attention?](01-why-self.ipynb)
# - [02 How does “journey” look at the others?](02-one-query.ipynb)
# - [03 And all tokens at once?](03-all-tokens.ipynb)
# - [04 Why softmax, and how is it done right?](04-softmax.ipynb)
# - [05 Where do queries, keys and values come from?](05-query-key-value.ipynb)
# - [06 Why divide by √d_k?](06-scaling.ipynb)
# - [07 How is the future hidden?](07-causal-mask.ipynb)
# - [08 Why several heads?](08-multi-head.ipynb)
# - [09 How does it know the order?](09-position.ipynb)
# - [10 What does it cost, and how do the fast versions get by with less?](10-cost.ipynb)
# - [11 How does a model write without starting over?](11-generation.ipynb)
# - [12 How are the three matrices learned?](12-learning.ipynb)
# - [13 How would I notice that mine is wrong?](13-wrong-answers.ipynb)
# - [14 And in a real model?](14-real-model.ipynb)
# - [15 Can I train a whole model myself?](15-whole-model.ipynb)
# - [16 How do today's models keep the cache small?](16-small-cache.ipynb)
# - [17 Can attention do without softmax?](17-without-softmax.ipynb)
#
# <!-- end of pages -->
#
# On your machine, open a notebook in Jupyter or VS Code and run all cells from top to bottom. With
# nothing installed, open the page itself and choose *Open in Colab* above its title; Colab needs a
# Google account. This page is a program as well: it says whether the notebooks will run.

# %%
import numpy

major = int(numpy.__version__.split(".")[0])
print("The notebooks will run." if major >= 2 else "The notebooks need NumPy 2.")
