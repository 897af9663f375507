using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A layer of neurons that have only some of their connections: y_nj = sum over the inputs i of j of x_ni w_ji + b_j.</summary>
/// <remarks>
/// X is [N, inputs], the weights [connections] in the order of the <see cref="Connections"/>, b [outputs], Y [N, outputs].
/// Work and memory are those of the connections: N multiplications each. dL/dX goes back along the same connections,
/// dL/dw of a connection is the product of its ends summed over the samples, see <see cref="SparseWeights"/>. Lecture S0 (sparse and
/// locally connected networks).
/// </remarks>
public sealed class SparseLinear : GradientNode, IOp
{
    private readonly Connections connections;
    private readonly bool transposed;
    private Saved input;
    private Saved weights;

    private SparseLinear(Tensor x, Tensor weights, Tensor? bias, Connections connections, bool transposed)
        : base(x, weights, bias)
    {
        this.connections = connections;
        this.transposed = transposed;
        input = Needs(1) ? new Saved(x) : default;
        this.weights = Needs(0) ? new Saved(weights) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int rows, int inputs, int outputs, int every) in new[] { (1, 1, 1, 1), (5, 3, 4, 2), (3, 6, 5, 1), (67, 2, 3, 3), (0, 3, 2, 2), (2, 3, 2, 9) })
            {
                Connections some = SomeOf(inputs, outputs, every);
                yield return new OpCase(
                    $"{rows} rows, {some}",
                    [new(rows, inputs), new(some.Count), new(outputs)],
                    x => x[0].SparseLinear(x[1], some, x[2]),
                    x => Naive(x[0], x[1], x[2], some, rows));
                yield return new OpCase(
                    $"{rows} rows back, {some}",
                    [new(rows, outputs), new(some.Count)],
                    x => Apply(x[0], x[1], some, null, transposed: true),
                    x => Naive(x[0], Reordered(x[1], some), new double[inputs], Turned(some), rows));
            }
        }
    }

    /// <summary>X W' + b over the connections.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor Apply(Tensor x, Tensor weights, Connections connections, Tensor? bias) => Apply(x, weights, connections, bias, transposed: false);

    /// <summary>X W' + b, or X W from outputs to inputs when <paramref name="transposed"/>.</summary>
    internal static Tensor Apply(Tensor x, Tensor weights, Connections connections, Tensor? bias, bool transposed)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(connections);
        Check.SameFloats(nameof(SparseLinear), x, weights);
        int columns = transposed ? connections.Outputs : connections.Inputs;
        int outputs = transposed ? connections.Inputs : connections.Outputs;
        if (x.Rank != 2 || x.Shape[1] != columns)
        {
            throw new ArgumentException($"SparseLinear: takes [N, {columns}] for {connections}, and got {x.Shape}{(x.Rank == 2 ? string.Empty : "; give it rows with Flatten(1)")}.");
        }

        if (weights.Rank != 1 || weights.Count != connections.Count)
        {
            throw new ArgumentException($"SparseLinear: takes one weight a connection, [{connections.Count}], and got {weights.Shape}; a dense matrix goes to Linear.");
        }

        if (bias is not null)
        {
            Check.SameFloats(nameof(SparseLinear), x, bias);
            if (bias.Rank != 1 || bias.Count != outputs)
            {
                throw new ArgumentException($"SparseLinear: the bias needs one number an output, [{outputs}], and has shape {bias.Shape}.");
            }
        }

        Tensor y = Tensor.Empty(new Shape(x.Shape[0], outputs), x.DType, x.Device);
        x.Device.SparseProduct(x.Detach().Contiguous(), weights.Detach().Contiguous(), bias?.Detach().Contiguous(), connections, transposed, y);
        return Gradient.Flows(x, weights) || (bias is not null && Gradient.Flows(bias)) ? y.From(new SparseLinear(x, weights, bias, connections, transposed)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? Apply(gradient, weights.Tensor, connections, null, !transposed) : null,
        !Needs(1) ? null : transposed ? SparseWeights.Apply(input.Tensor, gradient, connections) : SparseWeights.Apply(gradient, input.Tensor, connections),
        OperandCount > 2 && Needs(2) ? gradient.Sum(0) : null,
    ];

    /// <inheritdoc/>
    protected override void Forget() => input = weights = default;

    /// <summary>Every so-manieth place of a matrix, for check cases: rows and columns of different lengths, some empty.</summary>
    internal static Connections SomeOf(int inputs, int outputs, int every) =>
        new(inputs, outputs, Enumerable.Range(0, inputs * outputs).Where(i => ((i * 7) + 1) % every == 0).Select(i => (i % inputs, i / inputs)));

    private static Connections Turned(Connections connections) =>
        new(connections.Outputs, connections.Inputs, connections.Pairs.Select(pair => (pair.Output, pair.Input)));

    // The weights in the order of the turned connections.
    private static double[] Reordered(double[] weights, Connections connections) =>
        [.. connections.Pairs.Zip(weights).OrderBy(pair => pair.First.Input).ThenBy(pair => pair.First.Output).Select(pair => pair.Second)];

    private static double[] Naive(double[] x, double[] w, double[] b, Connections connections, int rows)
    {
        double[] y = new double[rows * connections.Outputs];
        for (int n = 0; n < rows; n++)
        {
            b.CopyTo(y, n * connections.Outputs);
            int k = 0;
            foreach ((int input, int output) in connections.Pairs)
            {
                y[(n * connections.Outputs) + output] += x[(n * connections.Inputs) + input] * w[k++];
            }
        }

        return y;
    }
}
