using NotebookKit.Ops;

namespace NotebookKit;

/// <content>The index of all functions of a tensor: each is one line that names the op which holds the whole truth about it.</content>
public partial class Tensor
{
    /// <inheritdoc cref="Ops.Exp"/>
    public Tensor Exp() => Elementwise.Unary<Exp>(this);

    /// <inheritdoc cref="Ops.Log"/>
    public Tensor Log() => Elementwise.Unary<Log>(this);

    /// <inheritdoc cref="Ops.Sqrt"/>
    public Tensor Sqrt() => Elementwise.Unary<Sqrt>(this);

    /// <inheritdoc cref="Ops.Relu"/>
    public Tensor Relu() => Elementwise.Unary<Relu>(this);

    /// <inheritdoc cref="Ops.Sigmoid"/>
    public Tensor Sigmoid() => Elementwise.Unary<Sigmoid>(this);

    /// <inheritdoc cref="Ops.Tanh"/>
    public Tensor Tanh() => Elementwise.Unary<Tanh>(this);

    /// <inheritdoc cref="Ops.MatMul"/>
    public Tensor MatMul(Tensor other) => Ops.MatMul.Apply(this, other);

    /// <inheritdoc cref="Ops.Linear"/>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs], or null for none.</param>
    public Tensor Linear(Tensor weight, Tensor? bias = null) => Ops.Linear.Apply(this, weight, bias);

    /// <inheritdoc cref="Ops.Sum"/>
    /// <param name="axis">The axis to sum along; all of them when null.</param>
    /// <param name="keepDim">Leaves the summed axis in the shape, with size 1.</param>
    public Tensor Sum(int? axis = null, bool keepDim = false) => Ops.Sum.Apply(this, axis, keepDim);

    /// <summary>The mean, the sum divided by how many there are, along one axis or all.</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    /// <param name="keepDim">Leaves the axis in the shape, with size 1.</param>
    /// <exception cref="ArgumentException">The tensor holds no floats; cast it first.</exception>
    public Tensor Mean(int? axis = null, bool keepDim = false)
    {
        Check.Floats(nameof(Mean), this);
        return Sum(axis, keepDim) / (axis is { } one ? Shape[one] : Count);
    }

    /// <summary>Where the largest number stands (Int64), along an axis or, counting elements, among all; the first of equals.</summary>
    /// <param name="axis">The axis; all of them when null.</param>
    public Tensor ArgMax(int? axis = null) => Ops.ArgMax.Apply(this, axis);

    /// <inheritdoc cref="Ops.Softmax"/>
    public Tensor Softmax(int axis = -1) => Ops.Softmax.Apply(this, axis);

    /// <inheritdoc cref="Ops.LogSoftmax"/>
    public Tensor LogSoftmax(int axis = -1) => Ops.LogSoftmax.Apply(this, axis);

    /// <inheritdoc cref="Ops.CrossEntropy"/>
    /// <param name="labels">[N] class numbers, Int64.</param>
    public Tensor CrossEntropy(Tensor labels) => Ops.CrossEntropy.Apply(this, labels);

    /// <summary>Rows of zeros with a single 1 at the place each label names: [N] becomes [N, classes].</summary>
    public Tensor OneHot(int classes, DType dtype = DType.Float32) => Ops.OneHot.Apply(this, classes, dtype);

    /// <inheritdoc cref="Ops.Reshape"/>
    public Tensor Reshape(params ReadOnlySpan<int> sizes) => Ops.Reshape.Apply(this, sizes);

    /// <summary>Joins all axes from <paramref name="firstAxis"/> on into one.</summary>
    public Tensor Flatten(int firstAxis = 0)
    {
        int first = Rank == 0 ? 0 : Shape.NormalAxis(firstAxis);
        int[] sizes = [.. Shape.Span[..first], Rank == 0 ? 1 : Shape.Span[first..].Product()];
        return Reshape(sizes);
    }

    /// <inheritdoc cref="Ops.Permute"/>
    public Tensor Permute(params ReadOnlySpan<int> axes) => Ops.Permute.Apply(this, axes);

    /// <summary>Swaps two axes; a view.</summary>
    public Tensor Transpose(int first = -2, int second = -1)
    {
        int[] axes = [.. Enumerable.Range(0, Rank)];
        (axes[Shape.NormalAxis(first)], axes[Shape.NormalAxis(second)]) = (axes[Shape.NormalAxis(second)], axes[Shape.NormalAxis(first)]);
        return Permute(axes);
    }

    /// <inheritdoc cref="Ops.Expand"/>
    public Tensor Expand(Shape shape) => Ops.Expand.Apply(this, shape);

    /// <summary>The same numbers lying one after the other: this tensor when they already do, else a copy.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Ops.Copy.Apply(this);

    /// <summary>A copy of its own.</summary>
    public Tensor Clone() => Ops.Copy.Apply(this);

    /// <inheritdoc cref="Ops.Cast"/>
    public Tensor To(DType dtype) => Ops.Cast.Apply(this, dtype);

    /// <inheritdoc cref="Ops.Move"/>
    public Tensor To(Devices.Device device) => Move.Apply(this, device);

    /// <inheritdoc cref="Ops.Slice"/>
    /// <remarks>Setting writes into that part in place, where nothing is recorded: see <see cref="Fill(double)"/>.</remarks>
    [System.Runtime.CompilerServices.IndexerName("Part")]
    public Tensor this[params ReadOnlySpan<AxisIndex> indices]
    {
        get => Ops.Slice.Apply(this, indices);
        set => Assign.Part(this, indices, value);
    }

    /// <summary>A copy of the elements, last axis fastest.</summary>
    public T[] ToArray<T>()
        where T : unmanaged => Detach().To(DTypes.Of<T>()).Contiguous().Hosted.Elements<T>().ToArray();
}
