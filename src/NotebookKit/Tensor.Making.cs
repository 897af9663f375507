using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Regular tensors, repeating, and parts of matrices.</content>
public partial class Tensor
{
    /// <summary>Ones on the main diagonal and zeros elsewhere.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns; as many as rows when null.</param>
    /// <param name="dtype">The kind of number.</param>
    public static Tensor Eye(int rows, int? columns = null, DType dtype = DType.Float32)
    {
        Shape shape = new(rows, columns ?? rows);
        Tensor places = Triangles.Places(shape[0], shape[1], 0);
        return Zeros(new Shape(shape.Count), dtype).Scatter(0, places, Ones(places.Shape, dtype)).Reshape(shape.Span);
    }

    /// <summary>Numbers at equal distances, both ends among them.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The last; not reached by a single number.</param>
    /// <param name="count">How many.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Linspace(double start, double end, int count, DType dtype = DType.Float32)
    {
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Linspace: from {start} to {end} lie 0 numbers or more.");
        }

        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            // From the nearer end, so that both are exact and the list is the same read backwards.
            values[i] = count == 1 || i < count - i ? start + ((end - start) / Math.Max(1, count - 1) * i) : end - ((end - start) / (count - 1) * (count - 1 - i));
        }

        return From(values).To(FloatOnly(dtype, nameof(Linspace)));
    }

    /// <summary>Powers of a base at equal distances of the exponent, both ends among them: 1, 10, 100 from 0 to 2.</summary>
    /// <param name="start">The first exponent.</param>
    /// <param name="end">The last exponent.</param>
    /// <param name="count">How many.</param>
    /// <param name="of">The base.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Logspace(double start, double end, int count, double of = 10, DType dtype = DType.Float32)
    {
        if (count < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Logspace: from {start} to {end} lie 0 numbers or more.");
        }

        double[] exponents = Linspace(start, end, count, DType.Float64).ToArray<double>();
        return From(Array.ConvertAll(exponents, exponent => Math.Pow(of, exponent))).To(FloatOnly(dtype, nameof(Logspace)));
    }

    /// <summary>The coordinates of a grid: for rows of n and m numbers two tensors [n, m], the first constant along rows, the second along columns. Views.</summary>
    /// <param name="axes">One row of numbers an axis.</param>
    /// <returns>A tensor an axis, indexed [i, j, ...] as NumPy's indexing="ij".</returns>
    /// <exception cref="ArgumentException">One is no row.</exception>
    public static IReadOnlyList<Tensor> Meshgrid(params IReadOnlyList<Tensor> axes)
    {
        ArgumentNullException.ThrowIfNull(axes);
        foreach (Tensor axis in axes)
        {
            if (axis is not { Rank: 1 })
            {
                throw new ArgumentException($"Meshgrid: takes rows of numbers, [n], and got {axis?.Shape}.");
            }
        }

        Shape grid = new([.. axes.Select(axis => axis.Count)]);
        return [.. axes.Select((axis, i) => axis.Reshape([axis.Count, .. Enumerable.Repeat(1, axes.Count - 1 - i)]).Expand(grid))];
    }

    /// <summary>One number everywhere, in the shape and kind of another tensor.</summary>
    public static Tensor FullLike(Tensor other, double value)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Full(other.Shape, value, other.DType, other.Device);
    }

    /// <summary>Zeros in the shape and kind of another tensor.</summary>
    public static Tensor ZerosLike(Tensor other) => FullLike(other, 0);

    /// <summary>Ones in the shape and kind of another tensor.</summary>
    public static Tensor OnesLike(Tensor other) => FullLike(other, 1);

    /// <summary>The whole tensor side by side, so often along each axis: PyTorch's repeat, NumPy's tile.</summary>
    /// <param name="counts">How often; more counts than axes put new axes in front.</param>
    /// <exception cref="ArgumentException">There are fewer counts than axes, or one is negative.</exception>
    public Tensor Tile(params ReadOnlySpan<int> counts)
    {
        int missing = counts.Length - Rank;
        int[] once = new int[Math.Max(0, 2 * counts.Length)];
        int[] often = new int[once.Length];
        int[] sizes = new int[counts.Length];
        for (int i = 0; i < counts.Length; i++)
        {
            int size = i < missing ? 1 : missing < 0 ? 0 : Shape[i - missing];
            (once[2 * i], once[(2 * i) + 1]) = (1, size);
            (often[2 * i], often[(2 * i) + 1]) = (counts[i], size);
            sizes[i] = counts[i] < 0 || missing < 0 ? -1 : checked(counts[i] * size);
        }

        return missing < 0 || sizes.Contains(-1)
            ? throw new ArgumentException($"Tile: the counts [{string.Join(", ", counts.ToArray())}] must be 0 or more, one an axis of {Shape}.")
            : Reshape(once).Expand(often).Reshape(sizes);
    }

    /// <summary>Each place of an axis several times in a row: [a, b] becomes [a, a, b, b].</summary>
    /// <param name="times">How often.</param>
    /// <param name="axis">The axis.</param>
    public Tensor RepeatInterleave(int times, int axis = 0)
    {
        int along = Shape.NormalAxis(axis);
        return times < 0
            ? throw new ArgumentOutOfRangeException(nameof(times), times, $"RepeatInterleave: places of {Shape} repeat 0 times or more.")
            : RepeatInterleave(Full(new Shape(Shape[along]), times, DType.Int64), along);
    }

    /// <summary>Each place of an axis several times in a row, as often as its count says.</summary>
    /// <param name="counts">Int64 [n], one a place of the axis.</param>
    /// <param name="axis">The axis.</param>
    public Tensor RepeatInterleave(Tensor counts, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(counts);
        int along = Shape.NormalAxis(axis);
        if (counts.DType != DType.Int64 || counts.Rank != 1 || counts.Count != Shape[along] || ((counts < 0) | (counts > Array.MaxLength)).Any().Item() != 0)
        {
            throw new ArgumentException($"RepeatInterleave: axis {axis} of {Shape} takes Int64 counts [{Shape[along]}], 0 to {Array.MaxLength}, and these are {counts.Shape} of {counts.DType}.");
        }

        long[] places = [.. counts.ToArray<long>().SelectMany((count, place) => Enumerable.Repeat((long)place, checked((int)count)))];
        return IndexSelect(along, Wrap(places));
    }

    /// <summary>The lower triangle of each matrix in the last two axes: zeros above a diagonal. The gradient is 0 there.</summary>
    /// <param name="diagonal">The last diagonal that stays; 0 is the main one, 1 the one above it.</param>
    public Tensor Tril(int diagonal = 0) => Triangles.Part(nameof(Tril), this, diagonal, lower: true);

    /// <summary>The upper triangle of each matrix in the last two axes: zeros below a diagonal. The gradient is 0 there.</summary>
    /// <param name="diagonal">The first diagonal that stays; 0 is the main one, -1 the one below it.</param>
    public Tensor Triu(int diagonal = 0) => Triangles.Part(nameof(Triu), this, diagonal, lower: false);

    /// <summary>The numbers of a diagonal of two axes, which make way for one new last axis; a copy.</summary>
    /// <param name="offset">0 is the main diagonal, 1 the one above it.</param>
    /// <param name="first">The axis of rows.</param>
    /// <param name="second">The axis of columns.</param>
    public Tensor Diagonal(int offset = 0, int first = 0, int second = 1) => Triangles.Diagonal(this, offset, first, second);

    /// <summary>The diagonal of a matrix [n, m], or the square matrix with a row [n] on its diagonal.</summary>
    /// <param name="offset">0 is the main diagonal, 1 the one above it.</param>
    /// <exception cref="ArgumentException">The tensor is neither.</exception>
    public Tensor Diag(int offset = 0) => Rank switch
    {
        1 => Triangles.Matrix(this, offset),
        2 => Triangles.Diagonal(this, offset, 0, 1),
        _ => throw new ArgumentException($"Diag: takes a row [n] or a matrix [n, m], and got {Shape}; Diagonal takes any two axes."),
    };
}
