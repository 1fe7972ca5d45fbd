"""How does "journey" look at the others?"""

# --8<-- [start:by_hand]
hand_tokens = [(1, 2), (3, 0), (0, 1)]
hand_scores = [
    1 * 1 + 2 * 2,  # with (1, 2)
    1 * 3 + 2 * 0,  # with (3, 0)
    1 * 0 + 2 * 1,  # with (0, 1)
]
hand_weights = [
    score / sum(hand_scores) for score in hand_scores
]
hand_context = [
    0.5 * 1 + 0.3 * 3 + 0.2 * 0,
    0.5 * 2 + 0.3 * 0 + 0.2 * 1,
]

print("tokens ", hand_tokens)
print("scores ", hand_scores)
print("weights", hand_weights)
print("context", hand_context)
# --8<-- [end:by_hand]

# --8<-- [start:inputs]
import numpy as np

np.set_printoptions(precision=4, suppress=True)

tokens = ["Your", "journey", "starts", "with", "one", "step"]
inputs = np.array([
    [0.43, 0.15, 0.89],  # Your
    [0.55, 0.87, 0.66],  # journey
    [0.57, 0.85, 0.64],  # starts
    [0.22, 0.58, 0.33],  # with
    [0.77, 0.25, 0.10],  # one
    [0.05, 0.80, 0.55],  # step
])


def show(name, *numbers):
    print(f"{name:8}", *(f"{x:.4f}" for x in numbers))


print(inputs.shape)
# --8<-- [end:inputs]

# --8<-- [start:query]
# Python counts from 0: token 2 is row 1
query = inputs[1]
print(tokens[1], query)
# --8<-- [end:query]

# --8<-- [start:one_score]
# multiply component by component, then add
products = query * inputs[0]  # (3,)
omega_21 = products.sum()

print(products)
show("sum", omega_21)
show("with @", query @ inputs[0])
# --8<-- [end:one_score]

# --8<-- [start:scores]
scores_2 = np.zeros(6)  # one score a token
for j in range(6):
    scores_2[j] = query @ inputs[j]
    show(tokens[j], scores_2[j])

show("sum", scores_2.sum())
print(np.allclose(scores_2, inputs @ query))
# --8<-- [end:scores]

# --8<-- [start:softmax]
def softmax(x):
    # positive, and in the same order as x
    exps = np.exp(x)
    return exps / exps.sum()


print("         score  exp")
for j in range(6):
    show(tokens[j], scores_2[j], np.exp(scores_2[j]))
# --8<-- [end:softmax]

# --8<-- [start:weights]
weights_by_sum = scores_2 / scores_2.sum()
weights_2 = softmax(scores_2)

print("         by sum softmax")
for j in range(6):
    show(tokens[j], weights_by_sum[j], weights_2[j])
show("sum", weights_by_sum.sum(), weights_2.sum())
# --8<-- [end:weights]

# --8<-- [start:context]
context_2 = np.zeros(3)  # as many components as an input
for j in range(6):
    context_2 += weights_2[j] * inputs[j]

print(context_2)
print(np.allclose(context_2, weights_2 @ inputs))
# --8<-- [end:context]

# --8<-- [start:bank]
phrase = ["the", "bank", "of", "the", "river"]
# page 01: water, money
vectors = np.array([[0, 0], [1, 1], [0, 0], [0, 0], [2, 0]])
bank = vectors[1]

weights_bank = softmax(vectors @ bank)
context_bank = weights_bank @ vectors
added = bank + context_bank

for word, weight in zip(phrase, weights_bank):
    show(word, weight)
show("context", *context_bank)
show("added", *added)
# --8<-- [end:bank]

# --8<-- [start:negative_scores]
mixed = np.array([2.0, 1.0, -2.0])
negative = np.array([-3.0, -2.0, -1.0])

for signed in (mixed, negative):
    print("scores ", signed)
    print("by sum ", signed / signed.sum())
    print("softmax", softmax(signed))
# --8<-- [end:negative_scores]

# --8<-- [start:length]
lengths = np.sqrt((inputs**2).sum(axis=1))  # (6,)
cosines = scores_2 / (lengths[1] * lengths)  # (6,)

print("         score  length cosine")
for j in range(6):
    show(tokens[j], scores_2[j], lengths[j], cosines[j])

long_one = 3 * inputs[4]  # same direction
show("3 x one", query @ long_one, 3 * lengths[4], cosines[4])
# --8<-- [end:length]

# --8<-- [start:out_of_range]
# (6, 1) * (6, 3): each row times its weight
weighted = weights_2[:, None] * inputs

print("smallest input", inputs.min(axis=0))
print("largest input ", inputs.max(axis=0))
print("right         ", weighted.sum(axis=0))
print("no softmax    ", scores_2 @ inputs)
print("mean, not sum ", weighted.mean(axis=0))
# --8<-- [end:out_of_range]

# --8<-- [start:index_from_zero]
wrong_query = inputs[2]
wrong_weights = softmax(inputs @ wrong_query)
wrong_context = wrong_weights @ inputs

print(f"{tokens[2]:8}", wrong_context)
print(f"{tokens[1]:8}", context_2)
# --8<-- [end:index_from_zero]

# --8<-- [start:wrong_axis]
down = weighted.sum(axis=0)  # over the tokens
across = weighted.sum(axis=1)  # over the components

print("axis 0", down)
print("axis 1", across.round(2))
# --8<-- [end:wrong_axis]

# --8<-- [start:so_far]
def attend(query, key, value):
    """Return the means of the values, weighted by softmax of the scores."""
    scores = key @ query  # (T_k,)
    exps = np.exp(scores)
    weights = exps / exps.sum()
    return weights @ value


so_far = attend(query, inputs, inputs)
print(so_far, "== context_2:", np.allclose(so_far, context_2))
# --8<-- [end:so_far]
