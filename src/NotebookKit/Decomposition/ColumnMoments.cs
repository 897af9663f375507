using System.Numerics;
using System.Numerics.Tensors;
using NotebookKit.Kernels;

namespace NotebookKit.Decomposition;

/// <summary>The mean of each column of many rows, and the sum of squares around it, in one pass.</summary>
/// <remarks>Each part of the rows is shifted by the first row, summed up in its own precision a few hundred rows at a time and then in double, part after part: the same bits for any number of threads.</remarks>
/// <param name="Mean">[d].</param>
/// <param name="Squares">sum over n of (x_n - m)^2, [d].</param>
internal sealed record ColumnMoments(double[] Mean, double[] Squares)
{
    private const int RowsOfPart = 512;

    /// <summary>Of the rows of [N, d], floats.</summary>
    public static ColumnMoments Of(Tensor rows)
    {
        Tensor whole = rows.Contiguous();
        return whole.DType == DType.Float64 ? Of<double>(whole) : Of<float>(whole.To(DType.Float32));
    }

    private static ColumnMoments Of<T>(Tensor rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int n, int d) = (rows.Shape[0], rows.Shape[1]);
        int parts = (n + RowsOfPart - 1) / RowsOfPart;
        T[] shift = rows.AsSpan<T>()[..d].ToArray();
        T[] sums = new T[2 * parts * d];
        Job<T> job = new(rows, shift, sums);
        Fork.Run(parts, ref job);
        double[] mean = new double[d], squares = new double[d];
        for (int at = 0; at < sums.Length; at++)
        {
            double[] target = at / d % 2 == 0 ? mean : squares;
            target[at % d] += double.CreateTruncating(sums[at]);
        }

        for (int j = 0; j < d; j++)
        {
            squares[j] = Math.Max(0, squares[j] - (mean[j] * mean[j] / n));
            mean[j] = double.CreateTruncating(shift[j]) + (mean[j] / n);
        }

        return new ColumnMoments(mean, squares);
    }

    private readonly struct Job<T>(Tensor rows, T[] shift, T[] sums) : IForkBody
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int d = shift.Length;
            Span<T> sum = sums.AsSpan(2 * part * d, d), square = sums.AsSpan(((2 * part) + 1) * d, d), gap = new T[d];
            ReadOnlySpan<T> all = rows.AsSpan<T>();
            for (int row = part * RowsOfPart; row < Math.Min(rows.Shape[0], (part + 1) * RowsOfPart); row++)
            {
                TensorPrimitives.Subtract(all.Slice(row * d, d), shift, gap);
                TensorPrimitives.Add(sum, gap, sum);
                TensorPrimitives.MultiplyAdd(gap, gap, square, square);
            }
        }
    }
}
