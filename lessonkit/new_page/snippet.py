"""What is the question of page 00?"""

# --8<-- [start:by_hand]
import numpy as np

numbers = np.array([1, 4])
print(numbers.sum())
# --8<-- [end:by_hand]

# --8<-- [start:mean]
mean = numbers.sum() / len(numbers)  # numbers: (2,)
print(f"{mean:.4f}")
# --8<-- [end:mean]

# --8<-- [start:outlier]
with_outlier = np.array([1, 4, 100])
print(f"{with_outlier.mean():.4f}")
# --8<-- [end:outlier]

# --8<-- [start:check]
print("mean:", np.isclose(mean, np.mean(numbers)))
# --8<-- [end:check]
