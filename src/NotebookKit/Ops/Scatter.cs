using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A copy with some numbers replaced where indices name a place along an axis: y[.., indices[.., k, ..], ..] = source[.., k, ..].</summary>
/// <remarks>
/// For every kind of number. The indices have the axes of x and of the source and are no longer than either but along
/// the axis. Where two name one place the last wins, last axis fastest, and only it has a gradient: dL/dsource is dL/dy at
/// its place. dL/dx is dL/dy with 0 at the places named.
/// </remarks>
public sealed class Scatter : GradientNode, IOp
{
    private readonly Tensor places;

    private Scatter(Tensor x, Tensor source, Tensor places)
        : base(x, source) => this.places = places;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            Tensor twice = Tensor.From([1L, 1L, 0L]);
            yield return new OpCase("the last wins", [new(3), new(3)], x => Apply(x[0], 0, twice, x[1]), x => [x[1][2], x[1][1], x[0][2]]);
            Tensor small = Tensor.From([-1L, 0L], new Shape(1, 2));
            yield return new OpCase("a corner", [new(2, 3), new(2, 2)], x => Apply(x[0], 0, small, x[1]), x => [x[0][0], x[1][1], x[0][2], x[1][0], x[0][4], x[0][5]]);
            yield return new OpCase("columns", [new(2, 3), new(1, 2)], x => Apply(x[0], 1, small, x[1]), x => [x[1][1], x[0][1], x[1][0], x[0][3], x[0][4], x[0][5]]);
            yield return new OpCase("none", [new(2), new(0)], x => Apply(x[0], 0, Tensor.From(Array.Empty<long>()), x[1]), x => x[0]);
        }
    }

    /// <summary>The copy.</summary>
    /// <exception cref="ArgumentException">The kinds differ, the indices do not fit, or one lies outside the axis.</exception>
    public static Tensor Apply(Tensor x, int axis, Tensor indices, Tensor source)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(indices);
        ArgumentNullException.ThrowIfNull(source);
        Kinds.Same(nameof(Scatter), x, source);
        (Tensor flat, Tensor values) = Prepared(nameof(Scatter), x.Shape, axis, indices, source);
        return Put(x.Flatten(), flat, values).Reshape(x.Shape.Span);
    }

    /// <summary>The element that each index means, and the numbers for them, both as one row.</summary>
    internal static (Tensor Flat, Tensor Values) Prepared(string operation, Shape shape, int axis, Tensor indices, Tensor source)
    {
        int along = shape.NormalAxis(axis);
        Tensor places = Places.Along(operation, indices, along, shape);
        if (source.Rank != indices.Rank || Enumerable.Range(0, indices.Rank).Any(each => indices.Shape[each] > source.Shape[each]))
        {
            throw new ArgumentException($"{operation}: the indices {indices.Shape} must name one place for each number of the source, and it is {source.Shape}.");
        }

        // The source may be longer along any axis, the one of the indices included: no axis is spared.
        return (Places.Flat(places, along, shape), Places.Narrow(source, indices.Shape, axis: -1).Flatten());
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor flat = gradient.Flatten();
        return
        [
            Needs(0) ? Put(flat, places, Tensor.Full(places.Shape, 0, gradient.DType, gradient.Device)) : null,
            Needs(1) ? IndexSelect.Apply(flat, 0, places).MaskedFill(!Winners(gradient.Count), 0) : null,
        ];
    }

    private static Tensor Put(Tensor x, Tensor places, Tensor values)
    {
        Tensor y = x.Detach().Clone();
        x.Device.PutRows(values.Detach().Contiguous(), places, inner: 1, y);
        return Gradient.Flows(x, values) ? y.From(new Scatter(x, values, places)) : y;
    }

    // Whether each of the source's numbers is the one that stayed.
    private Tensor Winners(int count)
    {
        Tensor order = Tensor.Arange(0, places.Count, dtype: DType.Int64).To(places.Device);
        Tensor last = Tensor.Full(new Shape(count), 0, DType.Int64, places.Device);
        last.Device.PutRows(order, places, inner: 1, last);
        return IndexSelect.Apply(last, 0, places).EqualTo(order);
    }
}
