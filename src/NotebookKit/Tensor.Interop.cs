using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Storage;
using NotebookKit.Devices;
using NotebookKit.Memory;
using Native = System.Numerics.Tensors;

namespace NotebookKit;

/// <content>To and from the other ways of holding numbers in .NET: arrays of arrays, MathNet, System.Numerics.Tensors.</content>
public partial class Tensor
{
    /// <summary>Copies an array of three axes.</summary>
    public static Tensor From<T>(T[,,] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Tensor y = Empty(new Shape(values.GetLength(0), values.GetLength(1), values.GetLength(2)), DTypes.Of<T>(), Device.Cpu);
        Span<T> target = y.Elements<T>();
        int at = 0;
        foreach (T value in values)
        {
            target[at++] = value;
        }

        return y;
    }

    /// <summary>Copies rows of one length into a table.</summary>
    /// <exception cref="ArgumentException">The rows have different lengths.</exception>
    public static Tensor From<T>(T[][] rows)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(rows);
        int columns = rows.Length == 0 ? 0 : rows[0].Length;
        int odd = Array.FindIndex(rows, row => row.Length != columns);
        if (odd >= 0)
        {
            throw new ArgumentException($"From: a tensor has rows of one length, and row 0 has {columns} numbers while row {odd} has {rows[odd].Length}.", nameof(rows));
        }

        Tensor y = Empty(new Shape(rows.Length, columns), DTypes.Of<T>(), Device.Cpu);
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(y.Elements<T>().Slice(row * columns, columns));
        }

        return y;
    }

    /// <summary>Copies a matrix of MathNet, dense or sparse.</summary>
    public static Tensor From<T>(Matrix<T> matrix)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return From(matrix.ToRowMajorArray(), new Shape(matrix.RowCount, matrix.ColumnCount));
    }

    /// <summary>Copies a vector of MathNet.</summary>
    public static Tensor From<T>(Vector<T> vector)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(vector);
        return From(vector.ToArray());
    }

    /// <summary>Looks at a dense matrix of MathNet without copying it: both change together.</summary>
    /// <remarks>MathNet stores columns one after the other, so this is a transposed view of its array; <see cref="Contiguous"/> makes rows of it.</remarks>
    /// <exception cref="ArgumentException">The matrix is sparse or diagonal.</exception>
    public static Tensor Wrap<T>(Matrix<T> matrix)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.Storage is DenseColumnMajorMatrixStorage<T> dense
            ? new Tensor(new Storage<T>(dense.Data, 0, dense.Data.Length), new Shape(matrix.RowCount, matrix.ColumnCount), [1, matrix.RowCount], 0, Device.Cpu)
            : throw new ArgumentException($"Wrap: the matrix [{matrix.RowCount}, {matrix.ColumnCount}] is no dense one, so it has no array to look at; copy it with From.", nameof(matrix));
    }

    /// <summary>Looks at a dense vector of MathNet without copying it: both change together.</summary>
    /// <exception cref="ArgumentException">The vector is sparse.</exception>
    public static Tensor Wrap<T>(Vector<T> vector)
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        ArgumentNullException.ThrowIfNull(vector);
        return vector.Storage is DenseVectorStorage<T> dense
            ? Wrap(dense.Data)
            : throw new ArgumentException($"Wrap: the vector [{vector.Count}] is no dense one, so it has no array to look at; copy it with From.", nameof(vector));
    }

    /// <summary>Copies the numbers of a System.Numerics.Tensors tensor.</summary>
    public static Tensor From<T>(Native.Tensor<T> values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        return From(values.AsReadOnlyTensorSpan());
    }

    /// <summary>Copies the numbers of a System.Numerics.Tensors span, views and all.</summary>
    public static Tensor From<T>(scoped in Native.ReadOnlyTensorSpan<T> values)
        where T : unmanaged
    {
        int[] sizes = new int[values.Rank];
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = checked((int)values.Lengths[axis]);
        }

        Tensor y = Empty(new Shape(sizes), DTypes.Of<T>(), Device.Cpu);
        if (y.Count > 0)
        {
            values.FlattenTo(y.Elements<T>());
        }

        return y;
    }

    /// <summary>A copy as a table.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not two axes.</exception>
    public T[,] ToArray2D<T>()
        where T : unmanaged
    {
        WithAxes(2, nameof(ToArray2D));
        T[,] values = new T[Shape[0], Shape[1]];
        Buffer.BlockCopy(ToArray<T>(), 0, values, 0, Buffer.ByteLength(values));
        return values;
    }

    /// <summary>A copy as an array of three axes.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not three axes.</exception>
    public T[,,] ToArray3D<T>()
        where T : unmanaged
    {
        WithAxes(3, nameof(ToArray3D));
        T[,,] values = new T[Shape[0], Shape[1], Shape[2]];
        Buffer.BlockCopy(ToArray<T>(), 0, values, 0, Buffer.ByteLength(values));
        return values;
    }

    /// <summary>A copy as an array a row.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not two axes.</exception>
    public T[][] ToJagged<T>()
        where T : unmanaged
    {
        WithAxes(2, nameof(ToJagged));
        T[] all = ToArray<T>();
        int columns = Shape[1];
        return [.. Enumerable.Range(0, Shape[0]).Select(row => all[(row * columns)..((row + 1) * columns)])];
    }

    /// <summary>A copy as a dense matrix of MathNet, which keeps its columns one after the other; <c>Wrap</c> goes the other way without a copy.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not two axes.</exception>
    public Matrix<T> ToMathNet<T>()
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        WithAxes(2, nameof(ToMathNet));
        return Matrix<T>.Build.Dense(Shape[0], Shape[1], Detach().Transpose().ToArray<T>());
    }

    /// <summary>A copy as a dense vector of MathNet.</summary>
    /// <exception cref="InvalidOperationException">The tensor has not one axis.</exception>
    public Vector<T> ToMathNetVector<T>()
        where T : unmanaged, IEquatable<T>, IFormattable
    {
        WithAxes(1, nameof(ToMathNetVector));
        return Vector<T>.Build.Dense(ToArray<T>());
    }

    /// <summary>A copy as a System.Numerics.Tensors tensor; a single number becomes one of one axis.</summary>
    public Native.Tensor<T> ToSystemTensor<T>()
        where T : unmanaged => Native.Tensor.Create(ToArray<T>(), Lengths());

    /// <summary>The numbers as a System.Numerics.Tensors span: no copy, for views too; writing through it is a change in place that gradients do not see.</summary>
    /// <exception cref="InvalidOperationException">The dtype differs, or the tensor repeats its numbers along an axis.</exception>
    public Native.TensorSpan<T> AsTensorSpan<T>()
        where T : unmanaged
    {
        if (DTypes.Of<T>() != DType)
        {
            throw new InvalidOperationException($"AsTensorSpan<{typeof(T).Name}>: the tensor {Shape} holds {DType}; ask for that type or cast with To(DType.{DTypes.Of<T>()}).");
        }

        nint[] steps = Rank == 0 ? [1] : [.. Strides.ToArray().Select((step, axis) => Shape[axis] == 1 ? 0 : (nint)step)];
        return !IsContiguous && Shape.Where((size, axis) => size > 1 && layout.Strides[axis] == 0).Any()
            ? throw new InvalidOperationException($"AsTensorSpan: the tensor {Shape} repeats its numbers along an axis, which cannot be written through; call Contiguous() first.")
            : IsContiguous
                ? new Native.TensorSpan<T>(Elements<T>(), Lengths())
                : new Native.TensorSpan<T>(storage.Span<T>()[Offset..], Lengths(), steps);
    }

    private nint[] Lengths() => Rank == 0 ? [1] : [.. Shape.Select(size => (nint)size)];

    private void WithAxes(int count, string operation)
    {
        if (Rank != count)
        {
            throw new InvalidOperationException($"{operation}: takes a tensor of {count} axes, and {Shape} has {Rank}; Reshape it first.");
        }
    }
}
