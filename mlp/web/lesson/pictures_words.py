"""What is said about the pictures of the steps.

It must not know how that is laid out.
"""

PICK_IMAGE = "Picture"

PICK_UNIT = "Output number"

PICTURE_NUMBER = "picture {image}"

PICTURE_ANSWER = "picture {image}: “it is a {answer}”"

BATCH_LABEL = "The pictures that go in"

SCALE_SIGNED = (
    "Blue is below zero, orange above. The stronger the colour, the farther from zero, at most "
    "{scale} here."
)

SCALE_POSITIVE = (
    "Each column is a digit, 0 to 9. The stronger the colour, the higher the score, at most "
    "{scale} here."
)

INK_SCALE = "0 is black, 1 is white."

ANY_NUMBER = "N pictures"

CLASS_PICTURE = (
    "What a picture will pass. Boxes show the shape of the numbers: how many in each direction; "
    "N stands for the number of pictures, which stays the same all the way. Between them are the "
    "layers Flatten (step 5), Linear (step 6) and ReLU (step 7). The logits are the ten scores."
)

X_NOTE = "pictures, rows, columns"

LOGITS_LABEL = "Ten scores for each picture"

RACE_TITLE = "Measured on this machine, now"

RACE_SIZE = "Two tables of numbers are multiplied. Their size (rows and columns):"

RACE_AGAIN = "Measure again"

RACE_WAIT = "Measuring on {place} …"

RACE_MANY = "**Many simple things** ({products} multiplications, none waits for another)"

RACE_FEW = "**Few in a row** (100 sums, each waits for the one before)"

RACE_TIME = "`{place}`: {middle} (from {fastest} to {slowest})"

RACE_ALONE = (
    "This machine has one device, so there is nothing to race against. Move the slider: twice the "
    "size is eight times the multiplications, and with large tables the time shows it."
)

RACE_SPREAD = (
    "Each was done seven times: the point is the middle time, its line goes from the fastest to "
    "the slowest, for other work on the machine gets in the way. 1 ms is a thousandth of a second, "
    "1 µs a millionth. Upwards, each mark is ten times the one below."
)

RACE_CODE = "How it is measured: the code, and what it printed"

RACE_LABEL = "Measured time of a multiplication of two tables, by size and device"

RACE_FAILED = "`{place}` could not be measured: {error}"

CHAIN_TITLE = "Build your own chain"

CHAIN_INTRO = (
    "X goes in with the shape `{shape}`. Add layers at the end, take any of them away. "
    "`nn.Linear(784, 20)` takes 784 numbers and gives 20. Softmax is for step 9; its `dim=-1` "
    "means along the last direction. The code below prints the shape after each layer."
)

CHAIN_ADD = "Add a layer"

CHAIN_OUT = "Numbers out"

CHAIN_UNDO = "Start again"

CHAIN_REMOVE = "Take {layer} away"

CHAIN_FIT = "Make it fit: {layer}"

CHAIN_FULL = "Eight layers are enough here."

CHAIN_EMPTY = "An empty chain: what goes in comes out."

CHAIN_MISFIT = (
    "**{layer}** wants {wanted} numbers at the end of the shape, but gets {got}: the shape before "
    "it is `{shape}`. How many go in is not yours to choose: it is whatever comes before. In "
    "Python's message mat1 is what came, mat2 what the layer is made for."
)

CHAIN_ROWS = (
    "No error, but look at the shape: without Flatten in front, each *row* of 28 pixels goes "
    "through by itself."
)

CHAIN_TEN = "Ten numbers for each picture: one for each digit."

LINEAR_PICTURES = (
    "picture {image}",
    "× weights of output {unit}: blue −, orange +",
    "= what each dot adds or takes away",
)

LINEAR_LABEL = "A picture, the weights of one output, and the two multiplied dot by dot"

LINEAR_TERM = "({row}, {column}): {pixel} × {weight}"

LINEAR_REST = "the other {count}"

LINEAR_OUT = "output"

SUM_OF_ROW = "sum {total}"

LINEAR_SUM = (
    "How the output adds up. In each line (row, column): pixel × weight; first those that count "
    "most, then the rest, the bias, and what comes out"
)

RELU_BEFORE = "before ReLU: below zero or above"

RELU_AFTER = "after ReLU: zero or more"

RELU_CURVE = (
    "What ReLU does: x is a number before, f(x) the same number after; points are the numbers of "
    "picture {image}"
)

SOFTMAX_RIGHT = "`dim=1`: each row, a picture, adds up to 1; the columns are the digits"

SOFTMAX_WRONG = "`dim=0`: each column, a digit, adds up to 1, and the rows do not"

SOFTMAX_RELU = (
    "The tutorial's class ends with a ReLU on the scores. It turns negative scores into 0, so the "
    "digits {tied} of this picture all get the same share, however unlike their scores were; the "
    "shares of the others shrink a little. PyTorch's own version of the tutorial dropped this ReLU "
    "in 2021, Microsoft's kept it."
)

SOFTMAX_RELU_NONE = (
    "The tutorial's class ends with a ReLU on the scores, which turns negative ones into 0. "
    "Picture {image} has fewer than two of them, so hardly anything changes; try another picture "
    "or seed. PyTorch's own version of the tutorial dropped this ReLU in 2021, Microsoft's kept it."
)

SOFTMAX_WITHOUT = "Shares in percent, without a last ReLU: digit {digit} wins (★)"

SOFTMAX_WITH = "Shares in percent, with a last ReLU: digit {digit} wins (★)"

PARAMETER_TABLE = (
    '<table class="parameters"><thead><tr><th>#</th><th>name</th><th>size</th>'
    "<th>first two values</th></tr></thead><tbody>{rows}</tbody></table>"
)

PARAMETER_ROW = (
    "<tr><td>{number}</td><td><code>{name}</code></td><td><code>{shape}</code></td>"
    "<td>{first}, {second}</td></tr>"
)

PARAMETER_LINE = "- `{name}`, {count} numbers:  \n  {origin}"

PARAMETER_ORIGIN = {
    "weight": "weights of `linear_relu_stack[{place}]`: {into} numbers in, {out} out",
    "bias": "biases of `linear_relu_stack[{place}]`: one for each number out",
}

TO_PARAMETERS = "All parameters of a trained network"

END_TITLE = "One more line"

END = (
    "Everything so far was computed with random weights. Here is the same class, with the same "
    "pictures; only the numbers inside are others. Switch:"
)

END_SWITCH = "The network's weights"

END_RANDOM = (
    "**Random weights** say {before}. Three answers of a network that knows nothing. Switch to "
    "*trained*."
)

END_TRAINED = (
    "**Trained weights** say **{after}** instead of {before}. Only this line was added, with "
    "the two imports that it needs: `load_state_dict` puts 669,706 learned numbers in the place of "
    "the random ones. All steps are now run with it."
)

DOOR_DRAW = "Draw your own"

DOOR_LEARN = "Learn how it learns"

DOOR_TRAIN = "Watch it train"
