"""Two numbers and their mean."""

# --8<-- [start:numbers]
numbers = [1.25, 2.5]
print(sum(numbers))
# --8<-- [end:numbers]

# --8<-- [start:mean]
mean = sum(numbers) / len(numbers)
print(f"{mean:.4f}")
# --8<-- [end:mean]
