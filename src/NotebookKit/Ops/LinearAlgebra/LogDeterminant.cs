using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The logarithm of the size of a determinant, y = ln |det X|, with its sign beside it. dL/dX = (dL/dy) X'^-1.</summary>
/// <remarks>[.., n, n] gives [..] and [..]. A matrix with a pivot of exactly 0 has sign 0 and minus infinity; singular ones have no gradient. The sign has none either: it is flat.</remarks>
public sealed class LogDeterminant : GradientNode, IOp
{
    private Saved input;

    private LogDeterminant(Tensor x)
        : base(x) => input = new Saved(x);

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(3, 3), new(2, 2, 2), new(0, 2, 2) })
            {
                yield return new OpCase(
                    $"{shape}",
                    [shape],
                    x => Naive.Safe(x[0]).LogDeterminant().LogAbs,
                    x => Naive.Each(x[0], shape, a => new double[,] { { Math.Log(Math.Abs(Naive.Determinant(Naive.Safe(a)))) } }))
                {
                    Low = -1,
                    High = 1,
                };
            }
        }
    }

    /// <summary>Sign and logarithm.</summary>
    /// <exception cref="ArgumentException">A matrix is not square.</exception>
    public static (Tensor Sign, Tensor LogAbs) Apply(Tensor x)
    {
        Matrices.Check(nameof(LogDeterminant), x, square: true);
        if (x.DType == DType.Float32)
        {
            (Tensor ownSign, Tensor ownLog) = Apply(x.To(DType.Float64));
            return (ownSign.To(DType.Float32), ownLog.To(DType.Float32));
        }

        Shape batch = new(x.Shape.Span[..^2]);
        if (x.Shape[^1] == 0)
        {
            return (Tensor.Full(batch, 1, DType.Float64, x.Device), Tensor.Full(batch, 0, DType.Float64, x.Device));
        }

        Tensor both = Matrices.Each(x, 1, 2, (a, _) => new ScaledLu(a).LogDeterminant is var (sign, log) ? Matrix<double>.Build.Dense(1, 2, [sign, log]) : a);
        Tensor parts = both.Reshape([.. batch.Span, 2]);
        Tensor y = parts[[.. Positions.Along(batch.Rank, 1..)]].Reshape(batch.Span).Clone();
        Tensor signs = parts[[.. Positions.Along(batch.Rank, ..1)]].Reshape(batch.Span);
        return (signs, Gradient.Flows(x) ? y.From(new LogDeterminant(x)) : y);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Unsqueeze(-1).Unsqueeze(-1) * input.Tensor.Inverse().Transpose()];

    /// <inheritdoc/>
    protected override void Forget() => input = default;
}
