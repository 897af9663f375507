namespace NotebookKit.Homework.Paper;

/// <summary>Questions of theory, with what gives points.</summary>
internal static class Theory
{
    public static PaperQuestion Convergence { get; } = new(
        "Perceptron convergence",
        "State the perceptron convergence theorem with its condition. Give the two bounds on the squared length of the weights after n corrections, and say how the largest number of corrections follows. What happens where no hyperplane separates the classes?",
        [new(1, "linearly separable: finitely many corrections"), new(2, "at least n² α² / ‖w_o‖², at most n β (1 each)"), new(1, "they meet at n_max = β ‖w_o‖² / α²"), new(1, "it never stops; the weights go round")])
    { Lines = 12 };

    public static PaperQuestion Backpropagation { get; } = new(
        "Backpropagation",
        "Write the formulas for δ of an output neuron and of a hidden neuron, and for the update of a weight. Which numbers must be kept from the forward pass? Explain with a network of k hidden layers of width w what is saved by using partial derivatives again.",
        [new(1, "output: δ = φ'(u) (d - y)"), new(1, "hidden: δ = φ'(u) Σ δ w over the receivers"), new(1, "Δw = η δ x of the sender"), new(1, "the outputs (and sums) of all neurons"), new(1, "w^(k + 2) paths, but one sum a neuron: work in proportion to the weights")])
    { Lines = 12 };

    public static PaperQuestion Regularisation { get; } = new(
        "Against overfitting",
        "Draw the training and the validation error of a network that overfits. Name three methods against it, say in one sentence each how it works, and what must be done differently when the network is used.",
        [new(1, "the plot: training falls on, validation turns up"), new(3, "dropout, early stopping, weight decay, augmentation, more data, ...: one each with its sentence"), new(1, "dropout off (all units, scaled), augmentation off")])
    { Lines = 13 };

    public static PaperQuestion ConvolutionLayer { get; } = new(
        "Why convolution layers",
        "Compare a fully connected layer with a convolution layer for pictures: connections, number of weights, and what happens when the picture is moved by a pixel. What is assumed about pictures, and when is the assumption wrong?",
        [new(1, "local against all"), new(1, "shared weights: k² C a map, whatever the picture's size"), new(1, "the map moves along: equivariance"), new(1, "features are local and the same everywhere"), new(1, "wrong where places matter, such as faces that are always in the middle")])
    { Lines = 11 };

    public static PaperQuestion Memory { get; } = new(
        "Long memory",
        "Why does a plain recurrent network forget what was long ago? Follow the gradient over T steps. Which part of the LSTM changes this, and what does its forget gate have to do? What helps against exploding gradients?",
        [new(2, "a product of T factors w φ'(u): below 1 it vanishes, above 1 it explodes"), new(1, "the cell state: C(t) = f C(t-1) + i C̃, so the factor is f"), new(1, "f near 1 keeps state and gradient"), new(1, "clipping the gradient's norm")])
    { Lines = 11 };
}
