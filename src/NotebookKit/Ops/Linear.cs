using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A layer of neurons before their activation: Y = X W' + b, y_nj = sum over i of x_ni w_ji + b_j.</summary>
/// <remarks>
/// X is [N, inputs], W [outputs, inputs] as in PyTorch, b [outputs], Y [N, outputs]. dL/dX = (dL/dY) W,
/// dL/dW = (dL/dY)' X, dL/db = sum over n of dL/dY. Lectures S1 (computing the gradient), S2 L3.
/// </remarks>
public sealed class Linear : GradientNode, IOp
{
    private Saved input;
    private Saved weights;

    private Linear(Tensor x, Tensor weight, Tensor? bias)
        : base(x, weight, bias)
    {
        input = Needs(1) ? new Saved(x) : default;
        weights = Needs(0) ? new Saved(weight) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int rows, int inputs, int outputs) in new[] { (1, 1, 1), (5, 3, 4), (17, 9, 33), (0, 3, 2) })
            {
                yield return new OpCase(
                    $"{rows} rows, {inputs} to {outputs}",
                    [new(rows, inputs), new(outputs, inputs), new(outputs)],
                    x => x[0].Linear(x[1], x[2]),
                    x => Naive(x[0], x[1], x[2], rows, inputs, outputs));
                yield return new OpCase(
                    $"{rows} rows, {inputs} to {outputs}, no bias",
                    [new(rows, inputs), new(outputs, inputs)],
                    x => x[0].Linear(x[1]),
                    x => Naive(x[0], x[1], new double[outputs], rows, inputs, outputs));
            }
        }
    }

    /// <summary>X W' + b.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        Check.SameFloats(nameof(Linear), x, weight);
        if (x.Rank != 2 || weight.Rank != 2 || x.Shape[1] != weight.Shape[1])
        {
            string mend = x.Rank != 2 ? $"give it rows with Flatten(1), of {(weight.Rank == 2 ? weight.Shape[1] : 0)} numbers each"
                : weight.Rank == 2 && x.Shape[1] == weight.Shape[0] ? "are the weights transposed? they are [outputs, inputs]"
                : $"each row has {x.Shape[1]} numbers";
            throw new ArgumentException($"Linear: takes [N, inputs] and weights [outputs, inputs], and got {x.Shape} and {weight.Shape}; {mend}.");
        }

        int outputs = weight.Shape[0];
        Tensor y = Tensor.Empty(new Shape(x.Shape[0], outputs), x.DType, x.Device);
        if (bias is not null)
        {
            Check.SameFloats(nameof(Linear), x, bias);
            if (bias.Rank != 1 || bias.Count != outputs)
            {
                throw new ArgumentException($"Linear: the bias needs one number an output, [{outputs}], and has shape {bias.Shape}.");
            }

            x.Device.MatMulOnRow(x, TransposedView(weight), bias, y);
        }
        else
        {
            x.Device.MatMul(x, TransposedView(weight), y, accumulate: false);
        }

        return Gradient.Flows(x, weight) || (bias is not null && Gradient.Flows(bias)) ? y.From(new Linear(x, weight, bias)) : y;
    }

    /// <inheritdoc/>
    internal override bool GivesOwn => true;

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => OperandGradients.Of(
        Needs(0) ? gradient.MatMul(weights.Tensor) : null,
        Needs(1) ? WeightGradient(gradient) : null,
        OperandCount > 2 && Needs(2) ? gradient.Sum(0) : null);

    /// <inheritdoc/>
    protected override void Forget() => input = weights = default;

    private Tensor WeightGradient(Tensor gradient)
    {
        Tensor x = input.Tensor;
        if (Gradient.IsOn)
        {
            return gradient.Transpose().MatMul(x);
        }

        Tensor slope = Room(1, new Shape(gradient.Shape[1], x.Shape[1]), x.DType, x.Device);
        x.Device.MatMul(TransposedView(gradient), x, slope, accumulate: false);
        return slope;
    }

    private static Tensor TransposedView(Tensor weight) =>
        new(weight.Storage, new Shape(weight.Shape[1], weight.Shape[0]), [weight.Strides[1], weight.Strides[0]], weight.Offset, weight.Device);

    private static double[] Naive(double[] x, double[] w, double[] b, int rows, int inputs, int outputs)
    {
        double[] y = new double[rows * outputs];
        for (int n = 0; n < rows; n++)
        {
            for (int j = 0; j < outputs; j++)
            {
                y[(n * outputs) + j] = b[j];
                for (int i = 0; i < inputs; i++)
                {
                    y[(n * outputs) + j] += x[(n * inputs) + i] * w[(j * inputs) + i];
                }
            }
        }

        return y;
    }
}
