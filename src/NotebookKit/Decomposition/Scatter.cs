using System.Numerics.Tensors;
using NotebookKit.Gradients;
using NotebookKit.Memory;
using NotebookKit.Ops;

namespace NotebookKit.Decomposition;

/// <summary>The mean of many rows and their scatter around it, S = sum over n of (x_n - m)(x_n - m)', in double precision whatever the rows are.</summary>
/// <remarks>
/// One pass: rows are taken in chunks that stay in the cache, shifted by the mean of some of them, multiplied in their own precision and added up
/// in double; what the shift left of the mean is taken out at the end, S = sum of (x - c)(x - c)' - n (m - c)(m - c)'. Any c is right; one near the
/// mean leaves few digits to cancel. S is symmetric, so only what lies on and to the right of its diagonal is computed: by tiles where the device has a kernel for
/// it, else by blocks of rows, 58 hundredths of the work with six of them.
/// </remarks>
internal sealed class Scatter
{
    private const int ChunkRows = 2048;

    // Whole tiles of twelve rows, and thin enough for each thread to pack its own part.
    private const int BlockColumns = 144;
    private const int Sample = 512;

    private Scatter(int count, double[] mean, double[] matrix) => (Count, Mean, Matrix) = (count, mean, matrix);

    /// <summary>How many rows.</summary>
    public int Count { get; }

    /// <summary>m, [d].</summary>
    public double[] Mean { get; }

    /// <summary>S, [d, d] row by row.</summary>
    public double[] Matrix { get; }

    /// <summary>How many columns.</summary>
    public int Columns => Mean.Length;

    /// <summary>Of the rows of [N, d].</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static Scatter Of(string operation, Tensor rows)
    {
        using IDisposable off = Gradient.Off();
        (int n, int d) = (rows.Shape[0], rows.Shape[1]);
        Tensor shift = Shift(rows);
        (double[] sums, double[] matrix) = rows.Device.AddsScatter(rows.DType, d) ? AtOnce(rows, shift) : InBlocks(rows, shift);
        int odd = Array.FindIndex(sums, value => !double.IsFinite(value));
        if (odd >= 0)
        {
            throw new ArgumentException($"{operation}: column {odd} of the {d} holds a value that is not finite; fill or drop it first.", nameof(rows));
        }

        double[] start = shift.ToArray<double>(), mean = [.. start.Zip(sums, (c, sum) => c + (sum / n))];
        for (int i = 0; i < d; i++)
        {
            for (int j = i; j < d; j++)
            {
                matrix[(i * d) + j] -= sums[i] * sums[j] / n;
                matrix[(j * d) + i] = matrix[(i * d) + j];
            }
        }

        return new(n, mean, matrix);
    }

    /// <summary>This scatter and that of more rows, as if all had come at once: the means pull apart what lies between them.</summary>
    public Scatter With(Scatter more)
    {
        int d = Columns, n = Count + more.Count;
        double[] gap = new double[d], mean = new double[d], matrix = new double[d * d];
        TensorPrimitives.Subtract(more.Mean, Mean, gap);
        TensorPrimitives.MultiplyAdd(gap, (double)more.Count / n, Mean, mean);
        TensorPrimitives.Add(Matrix, more.Matrix, matrix);
        double between = (double)Count * more.Count / n;
        for (int i = 0; i < d; i++)
        {
            Span<double> row = matrix.AsSpan(i * d, d);
            TensorPrimitives.MultiplyAdd(gap, gap[i] * between, row, row);
        }

        return new(n, mean, matrix);
    }

    // The mean of some rows from everywhere, in the precision of the rows; 0 for what is not finite, which is found when all are added up.
    private static Tensor Shift(Tensor rows)
    {
        int step = Math.Max(1, rows.Shape[0] / Sample);
        long[] some = [.. Enumerable.Range(0, (rows.Shape[0] + step - 1) / step).Select(i => (long)i * step)];
        double[] mean = rows.IndexSelect(0, Tensor.From(some)).Mean(0).ToArray<double>();
        return Tensor.From([.. mean.Select(value => double.IsFinite(value) ? value : 0)]).To(rows.DType);
    }

    // Sums of the shifted columns and of their products, by the device's own kernel, which has the sums in its last column.
    private static (double[] Sums, double[] Matrix) AtOnce(Tensor rows, Tensor shift)
    {
        (int n, int d) = (rows.Shape[0], rows.Shape[1]);
        Tensor whole = Tensor.Full([d + 1, d + 1], 0, DType.Float64, rows.Device);
        int step = rows.IsContiguous ? n : ChunkRows;
        for (int from = 0; from < n; from += step)
        {
            using BufferScope scope = new();
            rows.Device.AddScatter(rows[from..Math.Min(n, from + step)].Contiguous(), shift, whole);
        }

        ReadOnlySpan<double> values = whole.AsSpan<double>();
        double[] sums = new double[d], matrix = new double[d * d];
        for (int i = 0; i < d; i++)
        {
            values.Slice(i * (d + 1), d).CopyTo(matrix.AsSpan(i * d, d));
            sums[i] = values[(i * (d + 1)) + d];
        }

        return (sums, matrix);
    }

    // The same by operations of tensors, a block of rows of S at a time from its diagonal on.
    private static (double[] Sums, double[] Matrix) InBlocks(Tensor rows, Tensor shift)
    {
        (int n, int d) = (rows.Shape[0], rows.Shape[1]);
        double[] sums = new double[d];
        Tensor[] blocks = [.. Enumerable.Range(0, (d + BlockColumns - 1) / BlockColumns).Select(block => block * BlockColumns)
            .Select(from => Tensor.Full([Math.Min(BlockColumns, d - from), d - from], 0, DType.Float64, rows.Device))];
        for (int from = 0; from < n; from += ChunkRows)
        {
            using BufferScope scope = new();
            Tensor part = rows[from..Math.Min(n, from + ChunkRows)] - shift;
            TensorPrimitives.Add(sums, part.Sum(0).To(DType.Float64).AsSpan<double>(), sums);
            Add(part, blocks);
        }

        return (sums, Joined(blocks, d));
    }

    // Each block of rows of S from its diagonal on.
    private static void Add(Tensor part, Tensor[] blocks)
    {
        for (int number = 0; number < blocks.Length; number++)
        {
            int from = number * BlockColumns, height = blocks[number].Shape[0];
            InPlace.Add(blocks[number], part[.., from..(from + height)].Transpose().MatMul(part[.., from..]).To(DType.Float64));
        }
    }

    private static double[] Joined(Tensor[] blocks, int d)
    {
        double[] matrix = new double[d * d];
        for (int number = 0; number < blocks.Length; number++)
        {
            int from = number * BlockColumns, width = d - from;
            double[] values = blocks[number].ToArray<double>();
            for (int row = 0; row < blocks[number].Shape[0]; row++)
            {
                values.AsSpan(row * width, width).CopyTo(matrix.AsSpan(((from + row) * d) + from, width));
            }
        }

        return matrix;
    }
}
