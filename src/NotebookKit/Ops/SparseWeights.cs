using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>For each connection the product of its ends, summed over the samples: z_k = sum over n of l_nj r_ni for connection k from i to j.</summary>
/// <remarks>
/// L is [N, outputs], R [N, inputs], z [connections]: the gradient of a sparse layer's weights, and the part of L'R that lies
/// on its connections. dL/dL and dL/dR go along the connections with dL/dz for weights: <see cref="SparseLinear"/>. Lecture S0.
/// </remarks>
public sealed class SparseWeights : GradientNode, IOp
{
    private readonly Connections connections;
    private Saved left;
    private Saved right;

    private SparseWeights(Tensor left, Tensor right, Connections connections)
        : base(left, right)
    {
        this.connections = connections;
        this.left = Needs(1) ? new Saved(left) : default;
        this.right = Needs(0) ? new Saved(right) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach ((int rows, int inputs, int outputs, int every) in new[] { (1, 1, 1, 1), (5, 3, 4, 2), (67, 2, 3, 3), (0, 3, 2, 2), (2, 3, 2, 9) })
            {
                Connections some = SparseLinear.SomeOf(inputs, outputs, every);
                yield return new OpCase(
                    $"{rows} rows, {some}",
                    [new(rows, outputs), new(rows, inputs)],
                    x => Apply(x[0], x[1], some),
                    x => [.. some.Pairs.Select(pair => Enumerable.Range(0, rows).Sum(n => x[0][(n * outputs) + pair.Output] * x[1][(n * inputs) + pair.Input]))]);
            }
        }
    }

    /// <summary>The products of the ends.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static Tensor Apply(Tensor left, Tensor right, Connections connections)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        ArgumentNullException.ThrowIfNull(connections);
        Check.SameFloats(nameof(SparseWeights), left, right);
        if (left.Rank != 2 || right.Rank != 2 || left.Shape[0] != right.Shape[0] || left.Shape[1] != connections.Outputs || right.Shape[1] != connections.Inputs)
        {
            throw new ArgumentException($"SparseWeights: takes [N, {connections.Outputs}] and [N, {connections.Inputs}] for {connections}, and got {left.Shape} and {right.Shape}.");
        }

        Tensor y = Tensor.Empty(new Shape(connections.Count), left.DType, left.Device);
        left.Device.SparseWeights(left.Detach().Contiguous(), right.Detach().Contiguous(), connections, y);
        return Gradient.Flows(left, right) ? y.From(new SparseWeights(left, right, connections)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? SparseLinear.Apply(right.Tensor, gradient, connections, null) : null,
        Needs(1) ? SparseLinear.Apply(left.Tensor, gradient, connections, null, transposed: true) : null,
    ];

    /// <inheritdoc/>
    protected override void Forget() => left = right = default;
}
