using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Many matrix products at once: the last two axes are matrices, the axes before them count the products.</summary>
/// <remarks>
/// [.., m, k] times [.., k, n] gives [.., m, n]; leading axes of size 1, or missing, repeat. dL/dA = (dL/dC) B' and
/// dL/dB = A' (dL/dC), summed along the repeated axes. <see cref="MatMul"/> calls it for three axes and more.
/// </remarks>
public sealed class BatchMatMul : GradientNode, IOp
{
    private readonly Shape shapeA;
    private readonly Shape shapeB;
    private Saved left;
    private Saved right;

    private BatchMatMul(Tensor a, Tensor b)
        : base(a, b)
    {
        shapeA = a.Shape;
        shapeB = b.Shape;
        left = Needs(1) ? new Saved(a) : default;
        right = Needs(0) ? new Saved(b) : default;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            (Shape Left, Shape Right)[] pairs =
            [
                (new(2, 3, 4), new(2, 4, 5)), (new(1, 1, 1), new(1, 1, 1)), (new(3, 2, 4), new(4, 3)), (new(2, 4), new(3, 4, 2)),
                (new(2, 1, 2, 3), new(3, 3, 2)), (new(1, 2, 3), new(2, 3, 1)), (new(0, 2, 3), new(3, 2)), (new(0, 2, 3), new(1, 3, 2)),
                (new(2, 3, 0), new(2, 0, 2)), (new(2, 0, 3), new(2, 3, 2)), (new(2, 0, 3), new(3, 2)),
            ];
            foreach ((Shape a, Shape b) in pairs)
            {
                yield return new OpCase($"{a} x {b}", [a, b], x => x[0].MatMul(x[1]), x => Naive(x[0], x[1], a, b));
            }

            yield return new OpCase(
                "[2, 4, 3]' x [2, 4, 5]", [new(2, 4, 3), new(2, 4, 5)], x => x[0].Transpose().MatMul(x[1]), x => Naive(Turned(x[0], 2, 4, 3), x[1], new(2, 3, 4), new(2, 4, 5)));
        }
    }

    /// <summary>A B for each pair of matrices; the caller has checked dtypes, ranks and inner sizes.</summary>
    internal static Tensor Apply(Tensor a, Tensor b)
    {
        if (b.Rank == 2)
        {
            // One matrix for all: its product with all the rows at once is one large product.
            return MatMul.Apply(a.Reshape(a.Shape.Span[..^1].Product(), a.Shape[^1]), b).Reshape([.. a.Shape.Span[..^1], b.Shape[^1]]);
        }

        Shape batch = Broadcasting.Join(nameof(MatMul), new Shape(a.Shape.Span[..^2]), new Shape(b.Shape.Span[..^2]));
        Tensor c = Tensor.Empty([.. batch.Span, a.Shape[^2], b.Shape[^1]], a.DType, a.Device);
        Tensor allA = a.Detach().Expand([.. batch.Span, a.Shape[^2], a.Shape[^1]]);
        Tensor allB = b.Detach().Expand([.. batch.Span, b.Shape[^2], b.Shape[^1]]);
        c.Device.MatMulEach(allA, allB, c);
        return Gradient.Flows(a, b) ? c.From(new BatchMatMul(a, b)) : c;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? Broadcasting.SumTo(gradient.MatMul(right.Tensor.Transpose()), shapeA) : null,
        Needs(1) ? Broadcasting.SumTo(left.Tensor.Transpose().MatMul(gradient), shapeB) : null,
    ];

    /// <inheritdoc/>
    protected override void Forget() => left = right = default;

    private static double[] Naive(double[] a, double[] b, Shape shapeA, Shape shapeB)
    {
        int rank = Math.Max(shapeA.Rank, shapeB.Rank);
        int[] sizes = new int[rank];
        for (int i = 3; i <= rank; i++)
        {
            int sizeA = i <= shapeA.Rank ? shapeA[^i] : 1;
            sizes[^i] = sizeA == 1 && i <= shapeB.Rank ? shapeB[^i] : sizeA;
        }

        (sizes[^2], sizes[^1]) = (shapeA[^2], shapeB[^1]);
        return Positions.Fill(sizes, place =>
        {
            double sum = 0;
            for (int k = 0; k < shapeA[^1]; k++)
            {
                sum += a[Own(place, shapeA, place[^2], k)] * b[Own(place, shapeB, k, place[^1])];
            }

            return sum;
        });
    }

    private static int Own(int[] place, Shape shape, int row, int column)
    {
        int[] own = place[^shape.Rank..];
        for (int axis = 0; axis < shape.Rank - 2; axis++)
        {
            own[axis] = shape[axis] == 1 ? 0 : own[axis];
        }

        (own[^2], own[^1]) = (row, column);
        return Positions.Element(own, shape);
    }

    private static double[] Turned(double[] x, int count, int rows, int columns) =>
        Positions.Fill(new Shape(count, columns, rows), place => x[(((place[0] * rows) + place[2]) * columns) + place[1]]);
}
