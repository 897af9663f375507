using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>The inverse of square matrices: Y with X Y = I. dL/dX = -Y' (dL/dY) Y'.</summary>
/// <remarks>[.., n, n]; leading axes count matrices. Float32 is computed in double precision and rounded. To solve equations, <see cref="Solve"/> is faster and more accurate.</remarks>
public sealed class Inverse : GradientNode, IOp
{
    private Saved output;

    private Inverse(Tensor x, Tensor y)
        : base(x) => output = new Saved(y);

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(1, 1), new(2, 2), new(3, 3), new(2, 3, 3), new(0, 0), new(0, 2, 2) })
            {
                yield return new OpCase($"{shape}", [shape], x => Naive.Safe(x[0]).Inverse(), x => Naive.Each(x[0], shape, a => Naive.Solve(Naive.Safe(a), Naive.Identity(shape[^1]))))
                {
                    Low = -1,
                    High = 1,
                };
            }
        }
    }

    /// <summary>The inverses.</summary>
    /// <exception cref="ArgumentException">A matrix is not square, or singular.</exception>
    public static Tensor Apply(Tensor x)
    {
        Matrices.Check(nameof(Inverse), x, square: true);
        if (x.DType == DType.Float32)
        {
            return Apply(x.To(DType.Float64)).To(DType.Float32);
        }

        int n = x.Shape[^1];
        Tensor y = Matrices.Each(x, n, n, (a, name) => new ScaledLu(a).Regular(nameof(Inverse), name).Inverse());
        return Gradient.Flows(x) ? y.From(new Inverse(x, y)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor turned = output.Tensor.Transpose();
        return [-turned.MatMul(gradient).MatMul(turned)];
    }

    /// <inheritdoc/>
    protected override void Forget() => output = default;
}
