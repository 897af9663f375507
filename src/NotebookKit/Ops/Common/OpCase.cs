namespace NotebookKit.Ops;

/// <summary>One check of an operation: shapes and range of its inputs, how to run it, and an independent way to the same numbers.</summary>
/// <param name="Name">What is special about it.</param>
/// <param name="Shapes">The inputs' shapes.</param>
/// <param name="Run">The operation on those inputs.</param>
/// <param name="Reference">The same result in plain loops over doubles, last axis fastest; it must not call the operation.</param>
public sealed record OpCase(
    string Name,
    IReadOnlyList<Shape> Shapes,
    Func<Tensor[], Tensor> Run,
    Func<double[][], double[]> Reference)
{
    /// <summary>The lowest input.</summary>
    public double Low { get; init; } = -2;

    /// <summary>The highest input.</summary>
    public double High { get; init; } = 2;

    /// <summary>A place where the slope jumps; inputs keep 0.05 away from it, where a difference quotient means nothing.</summary>
    public double? Kink { get; init; }

    /// <summary>Largest relative error in float32; exact loops reach 1e-6.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>Cases of y = f(x): an odd length, one element, none, and a table.</summary>
    /// <param name="run">The operation.</param>
    /// <param name="formula">f in plain C#.</param>
    /// <param name="low">The lowest input.</param>
    /// <param name="high">The highest input.</param>
    /// <param name="kink">A place where the slope jumps.</param>
    public static IEnumerable<OpCase> Unary(Func<Tensor, Tensor> run, Func<double, double> formula, double low = -2, double high = 2, double? kink = null)
    {
        foreach (Shape shape in new Shape[] { new(37), new(1), new(0), new(3, 5), new([]) })
        {
            yield return new OpCase($"x{shape}", [shape], x => run(x[0]), x => Array.ConvertAll(x[0], v => formula(v)))
            {
                Low = low,
                High = high,
                Kink = kink,
            };
        }
    }

    /// <summary>Cases of z = f(x, y): equal shapes, and each kind of repeating.</summary>
    /// <param name="run">The operation.</param>
    /// <param name="formula">f in plain C#.</param>
    /// <param name="low">The lowest input.</param>
    /// <param name="high">The highest input.</param>
    public static IEnumerable<OpCase> Binary(Func<Tensor, Tensor, Tensor> run, Func<double, double, double> formula, double low = -2, double high = 2)
    {
        (Shape Left, Shape Right)[] pairs =
        [
            (new(33), new(33)), (new(3, 17), new(17)), (new(3, 1), new(1, 5)), (new([]), new(4)), (new(2, 3, 4), new(3, 1)), (new(0, 3), new(3)),
        ];
        foreach ((Shape left, Shape right) in pairs)
        {
            yield return new OpCase(
                $"{left} with {right}", [left, right], x => run(x[0], x[1]), x => Repeating(x, left, right, formula))
            {
                Low = low,
                High = high,
            };
        }
    }

    private static double[] Repeating(double[][] x, Shape left, Shape right, Func<double, double, double> formula)
    {
        int[] sizes = Broadcasting.Join("check", left, right).ToArray();
        double[] z = new double[sizes.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = formula(x[0][Place(i, sizes, left)], x[1][Place(i, sizes, right)]);
        }

        return z;
    }

    private static int Place(int flat, int[] sizes, Shape shape)
    {
        int place = 0;
        int step = 1;
        for (int axis = sizes.Length - 1, own = shape.Rank - 1; axis >= 0; axis--, own--)
        {
            int position = flat % sizes[axis];
            flat /= sizes[axis];
            if (own >= 0)
            {
                place += (shape[own] == 1 ? 0 : position) * step;
                step *= shape[own];
            }
        }

        return place;
    }
}
