using System.Globalization;
using MathNet.Numerics.LinearAlgebra;
using NotebookKit.Devices;

namespace NotebookKit.Ops;

/// <summary>The way from a stack of matrices [.., m, n] to MathNet and back, one matrix after the other, in double precision.</summary>
/// <remarks>Operations cast Float32 to Float64 before and back after, so their gradients are computed in double precision as well.</remarks>
internal static class Matrices
{
    /// <summary>The tensor is a matrix or a stack of them, and holds finite floats.</summary>
    public static void Check(string operation, Tensor x, bool square = false)
    {
        ArgumentNullException.ThrowIfNull(x);
        Ops.Check.Floats(operation, x);
        if (x.Rank < 2)
        {
            throw new ArgumentException($"{operation}: takes a matrix or a stack of them, [.., m, n], and got {x.Shape}; give a vector a second axis with Unsqueeze.");
        }

        if (square && x.Shape[^1] != x.Shape[^2])
        {
            throw new ArgumentException($"{operation}: takes square matrices, and got {x.Shape}; LeastSquares, PseudoInverse, Svd and Qr take any.");
        }

        double[] values = x.ToArray<double>();
        int wrong = Array.FindIndex(values, value => !double.IsFinite(value));
        if (wrong >= 0)
        {
            throw new ArgumentException($"{operation}: {x.Shape} holds {Text(values[wrong])} at {Place(wrong, x.Shape)}; a decomposition needs finite numbers.");
        }
    }

    /// <summary>The matrices equal their transposes up to rounding.</summary>
    public static void Symmetric(string operation, Tensor x)
    {
        Check(operation, x, square: true);
        double[] own = x.ToArray<double>();
        double[] turned = x.Detach().Transpose().ToArray<double>();
        double largest = own.Select(Math.Abs).DefaultIfEmpty(0).Max();
        int worst = 0;
        for (int i = 1; i < own.Length; i++)
        {
            worst = Math.Abs(own[i] - turned[i]) > Math.Abs(own[worst] - turned[worst]) ? i : worst;
        }

        if (own.Length > 0 && Math.Abs(own[worst] - turned[worst]) is var off && off > largest * (x.DType == DType.Float32 ? 1e-5 : 1e-10))
        {
            throw new ArgumentException(
                $"{operation}: takes symmetric matrices, and {x.Shape} differs most from its transpose at {Place(worst, x.Shape)}, by {Text(off)}; (x + x.Transpose()) / 2 is symmetric.");
        }
    }

    /// <summary>Applies a computation to each matrix, into a stack of matrices of another size; no history.</summary>
    /// <param name="x">[.., m, n], Float64.</param>
    /// <param name="rows">The rows of each result.</param>
    /// <param name="columns">The columns of each result.</param>
    /// <param name="compute">The result from a matrix and from how a message names it.</param>
    /// <param name="shown">The shape that a message shows, when it is not that of x.</param>
    public static Tensor Each(Tensor x, int rows, int columns, Func<Matrix<double>, string, Matrix<double>> compute, Shape? shown = null)
    {
        Shape own = shown ?? x.Shape;
        Shape batch = new(x.Shape.Span[..^2]);
        int m = x.Shape[^2];
        int n = x.Shape[^1];
        double[] source = x.ToArray<double>();
        double[] target = new double[new Shape([.. batch.Span, rows, columns]).Count];
        for (int i = 0; i < batch.Count && source.Length > 0 && target.Length > 0; i++)
        {
            string name = batch.Rank == 0 ? $"the matrix {own}" : $"matrix [{string.Join(", ", Positions.Of(i, batch))}] of {own}";
            Matrix<double> result = compute(FromRows(source.AsSpan(i * m * n, m * n), m, n), name);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    target[(((i * rows) + row) * columns) + column] = result.At(row, column);
                }
            }
        }

        return Tensor.From(target, [.. batch.Span, rows, columns]).To(x.Device);
    }

    /// <summary>Some rows of each matrix; a view.</summary>
    public static Tensor Rows(Tensor x, Range range) => Slice.Apply(x, Positions.Along(x.Rank - 2, range));

    /// <summary>A constant square matrix.</summary>
    public static Tensor Constant(int size, Device device, Func<int, int, double> number) =>
        Tensor.From(Positions.Fill(new Shape(size, size), at => number(at[0], at[1])), new Shape(size, size)).To(device);

    /// <summary>1 / d where d is not next to 0 beside <paramref name="scale"/>, else 0: how equal eigenvalues and singular values leave the gradient finite.</summary>
    public static Tensor SafeReciprocal(Tensor d, Tensor scale)
    {
        Tensor largest = scale.Detach();
        Tensor near = 0.5 - (0.5 * (d.Detach().Abs() - (1e-12 * largest)).Sign());
        near = near.Sign();
        return (1 - near) / (d + near);
    }

    /// <summary>Turns each column so that its largest component, the first of nearly equal ones, is positive; other matrices turn with it.</summary>
    public static void FixSigns(Matrix<double> leading, Matrix<double>? other = null)
    {
        for (int column = 0; column < leading.ColumnCount; column++)
        {
            double largest = 0;
            for (int row = 0; row < leading.RowCount; row++)
            {
                double size = leading.At(row, column);
                largest = Math.Abs(size) > Math.Abs(largest) * (1 + 1e-8) ? size : largest;
            }

            if (largest < 0)
            {
                leading.SetColumn(column, -leading.Column(column));
                other?.SetColumn(column, -other.Column(column));
            }
        }
    }

    /// <summary>A number as a message shows it.</summary>
    public static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static Matrix<double> FromRows(ReadOnlySpan<double> values, int rows, int columns)
    {
        double[] byColumn = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            byColumn[((i % columns) * rows) + (i / columns)] = values[i];
        }

        return Matrix<double>.Build.Dense(rows, columns, byColumn);
    }

    private static string Place(int element, Shape shape) => $"[{string.Join(", ", Positions.Of(element, shape))}]";
}
