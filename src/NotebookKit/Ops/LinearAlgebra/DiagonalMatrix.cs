using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Matrices with given numbers on the diagonal and zeros beside it: y_ii = x_i.</summary>
/// <remarks>[.., n] becomes [.., n, n]. dL/dx is the <see cref="Diagonal"/> of dL/dy.</remarks>
public sealed class DiagonalMatrix : GradientNode, IOp
{
    private DiagonalMatrix(Tensor x)
        : base(x)
    {
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(3), new(1), new(2, 4), new(0), new(3, 0) })
            {
                int n = shape[^1];
                yield return new OpCase(
                    $"{shape}",
                    [shape],
                    x => x[0].DiagonalMatrix(),
                    x => Positions.Fill([.. shape.Span, n], at => at[^1] == at[^2] ? x[0][(at.Length == 3 ? at[0] * n : 0) + at[^1]] : 0));
            }
        }
    }

    /// <summary>The matrices, square.</summary>
    /// <exception cref="ArgumentException">The tensor has no axis.</exception>
    public static Tensor Apply(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.Rank > 0
            ? Apply(x, x.Shape[^1], x.Shape[^1])
            : throw new ArgumentException($"DiagonalMatrix: takes a vector, and got a single number of shape {x.Shape}; give it an axis with Reshape(1).");
    }

    /// <summary>Matrices of another size that hold the numbers on the diagonal.</summary>
    internal static Tensor Apply(Tensor x, int rows, int columns)
    {
        Tensor y = Tensor.Empty([.. x.Shape.Span[..^1], rows, columns], x.DType, x.Device);
        y.Device.Fill(y, 0);
        y.Device.Scatter(x.Detach().Contiguous(), Diagonal.Apply(y));
        return Gradient.Flows(x) ? y.From(new DiagonalMatrix(x)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [Diagonal.Apply(gradient)];
}
