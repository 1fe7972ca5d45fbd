# %% [markdown]
# # The notebooks
#
# Every page of the lesson is a notebook too, with its text, formulas and pictures, its code and
# what that prints, its exercises and their solutions. Each runs by itself and needs only Python
# and NumPy. A click downloads it.
#
# {* pages *}
#
# On your machine, open a notebook in Jupyter or VS Code and run all cells from top to bottom. With
# nothing installed, open the page itself and choose *Open in Colab* above its title; Colab needs a
# Google account. This page is a program as well: it says whether the notebooks will run.

# %%
import numpy

major = int(numpy.__version__.split(".")[0])
print("The notebooks will run." if major >= 2 else "The notebooks need NumPy 2.")
