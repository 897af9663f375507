namespace NotebookKit.Ops;

/// <summary>Max unpooling: each number goes to the place where max pooling had found its largest, among zeros.</summary>
/// <remarks>
/// [N, C, P, Q] and positions of that shape, row times width plus column as <see cref="MaxPool.WithPositions"/> gives them, make
/// [N, C, H, W]. Numbers that name one place, as overlapping windows can, add up. Pooling the result again gives x where x is not
/// negative. Lectures S2 L7 (upsampling), L8 (SegNet, DeconvNet).
/// </remarks>
public static class MaxUnpool
{
    /// <summary>The numbers in their places.</summary>
    /// <exception cref="ArgumentException">This is no image, or the positions do not fit it or the result.</exception>
    public static Tensor Apply(Tensor x, Tensor positions, Pair size)
    {
        Images.Check(nameof(MaxUnpool), x);
        ArgumentNullException.ThrowIfNull(positions);
        if (positions.DType != DType.Int64 || positions.Shape != x.Shape)
        {
            throw new ArgumentException($"MaxUnpool: {x.Shape} needs as many positions, Int64, and these are {positions.Shape} of {positions.DType}; take those of the pooling layer that belongs to this one.");
        }

        if (size.Height < 1 || size.Width < 1)
        {
            throw new ArgumentException($"MaxUnpool: {x.Shape} cannot be unpooled to {size}; give the height and width that the pooling layer was given.");
        }

        int places = checked(size.Height * size.Width);
        Tensor order = positions.Reshape(x.Shape[0], x.Shape[1], x.Shape[2] * x.Shape[3]);
        foreach (long position in order.Hosted.Elements<long>())
        {
            if ((ulong)position >= (ulong)places)
            {
                throw new ArgumentException($"MaxUnpool: position {position} of {x.Shape} lies outside maps of {size}, which have {places} places; is the size that which the pooling layer was given?");
            }
        }

        return ScatterAdd.Apply(x.Reshape(order.Shape.Span), 2, order, places).Reshape(x.Shape[0], x.Shape[1], size.Height, size.Width);
    }
}
