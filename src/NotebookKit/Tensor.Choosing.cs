using System.Runtime.CompilerServices;
using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Choosing by a condition or by indices.</content>
public partial class Tensor
{
    /// <summary>The numbers where a mask is true, or the rows that Int64 indices name; setting writes there in place.</summary>
    /// <remarks>
    /// A Bool mask has the first axes of this tensor: x[mask] is [how many are true, the other axes]. Indices of any shape name
    /// places of axis 0, negative ones from the end: x[indices] is [the axes of the indices, the other axes]. Gradients flow back
    /// to where the numbers came from. An assignment passes no gradient on, see <see cref="Fill(double)"/>; of equal indices the last wins.
    /// </remarks>
    /// <param name="choice">Bool or Int64.</param>
    [IndexerName("Part")]
    public Tensor this[Tensor choice]
    {
        get => Choice.Apply(this, choice);
        set => Assign.Chosen(this, choice, value);
    }

    /// <inheritdoc cref="Ops.Where"/>
    /// <param name="condition">Bool.</param>
    /// <param name="x">What is taken where it is true.</param>
    /// <param name="y">What is taken where it is false.</param>
    public static Tensor Where(Tensor condition, Tensor x, Tensor y) => Ops.Where.Apply(condition, x, y);

    /// <inheritdoc cref="Ops.Where"/>
    /// <param name="condition">Bool.</param>
    /// <param name="x">What is taken where it is true.</param>
    /// <param name="y">The number taken where it is false, in the kind of x.</param>
    public static Tensor Where(Tensor condition, Tensor x, double y) => Ops.Where.Apply(condition, x, OfKind(nameof(Where), x, y));

    /// <inheritdoc cref="Ops.Where"/>
    /// <param name="condition">Bool.</param>
    /// <param name="x">The number taken where it is true, in the kind of y.</param>
    /// <param name="y">What is taken where it is false.</param>
    public static Tensor Where(Tensor condition, double x, Tensor y) => Ops.Where.Apply(condition, OfKind(nameof(Where), y, x), y);

    /// <summary>A copy with one number wherever a mask is true. The gradient is 0 there.</summary>
    /// <param name="mask">Bool, of a shape that fits.</param>
    /// <param name="value">The number, in the kind of this tensor.</param>
    public Tensor MaskedFill(Tensor mask, double value) => Ops.Where.Apply(mask, OfKind(nameof(MaskedFill), this, value), this);

    /// <summary>The numbers where a mask is true, one after the other: x[mask].</summary>
    /// <param name="mask">Bool, with the first axes of this tensor.</param>
    public Tensor MaskedSelect(Tensor mask)
    {
        ArgumentNullException.ThrowIfNull(mask);
        Kinds.Truths(nameof(MaskedSelect), mask);
        return Choice.Apply(this, mask);
    }

    /// <inheritdoc cref="Ops.IndexSelect"/>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64 [k]; negative ones count from the end.</param>
    public Tensor IndexSelect(int axis, Tensor indices) => Ops.IndexSelect.Apply(this, axis, indices);

    /// <inheritdoc cref="Ops.Gather"/>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64 with the axes of this tensor; negative ones count from the end.</param>
    public Tensor TakeAlongAxis(int axis, Tensor indices) => Ops.Gather.Apply(this, axis, indices);

    /// <inheritdoc cref="Ops.Scatter"/>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64 with the axes of this tensor; negative ones count from the end.</param>
    /// <param name="source">What is put there; at least as long as the indices along every axis.</param>
    public Tensor Scatter(int axis, Tensor indices, Tensor source) => Ops.Scatter.Apply(this, axis, indices, source);

    /// <summary>A copy with numbers added where indices name a place along an axis: y[.., indices[.., k, ..], ..] += source[.., k, ..].</summary>
    /// <remarks>dL/dx is dL/dy, dL/dsource is dL/dy at each place. Equal places add up in the order of the source.</remarks>
    /// <param name="axis">The axis along which the indices count.</param>
    /// <param name="indices">Int64 with the axes of this tensor; negative ones count from the end.</param>
    /// <param name="source">What is added there; at least as long as the indices along every axis.</param>
    public Tensor ScatterAdd(int axis, Tensor indices, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(source);
        Kinds.Same(nameof(ScatterAdd), this, source);
        Kinds.Numbers(nameof(ScatterAdd), this);
        (Tensor flat, Tensor values) = Ops.Scatter.Prepared(nameof(ScatterAdd), Shape, axis, indices, source);
        return this + IndexAdd.Apply(values, 0, flat, Count).Reshape(Shape.Span);
    }

    /// <summary>The places of the numbers that are not 0: Int64 [how many, axes], one row a place, last axis fastest.</summary>
    public Tensor NonZero()
    {
        Tensor flat = Device.NonZero(NotEqualTo(0));
        Tensor[] places = new Tensor[Rank];
        for (int axis = Rank - 1; axis >= 0; axis--)
        {
            int size = Math.Max(1, Shape[axis]);
            places[axis] = flat.Remainder(Full(new Shape([]), size, DType.Int64, flat.Device));
            flat = flat.FloorDivide(Full(new Shape([]), size, DType.Int64, flat.Device));
        }

        return Rank == 0 ? Zeros(new Shape(flat.Count, 0), DType.Int64) : Stack(places, 1);
    }

    /// <summary>The same as <see cref="NonZero"/>, by NumPy's name.</summary>
    public Tensor ArgWhere() => NonZero();

    /// <summary>Writes one number into every place of this tensor, in place: x[1..3].Fill(0) changes two rows of x.</summary>
    /// <remarks>
    /// As every assignment (x[1..3] = y, x[mask] = y): nothing is recorded, and a saved tensor that was changed is noticed on the
    /// way back. A tensor that wants a gradient can only be written inside <see cref="Gradients.Gradient.Off"/>.
    /// </remarks>
    /// <param name="value">The number, which the tensor's kind must be able to hold.</param>
    /// <returns>This tensor.</returns>
    /// <exception cref="InvalidOperationException">It is a recorded result, or wants a gradient, or repeats one number.</exception>
    public Tensor Fill(double value)
    {
        Assign.Fill(this, value);
        return this;
    }

    // One number in the kind of the tensor beside it.
    private static Tensor OfKind(string operation, Tensor tensor, double value)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return Kinds.Fits(tensor.DType, value)
            ? Full(new Shape([]), value, tensor.DType, tensor.Device)
            : throw new ArgumentException($"{operation}: {value} is no number that {tensor.DType} {tensor.Shape} can hold; cast it with To(DType.Float32).");
    }
}
