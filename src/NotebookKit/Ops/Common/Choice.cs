namespace NotebookKit.Ops;

/// <summary>What x[mask] and x[indices] name: rows of the tensor seen as [rows, inner].</summary>
internal static class Choice
{
    /// <summary>The rows, the shape of what they hold together, and the numbers in each.</summary>
    /// <exception cref="ArgumentException">The mask does not cover the first axes, or an index lies outside axis 0.</exception>
    public static (Tensor Places, Shape Chosen, int Inner) Rows(Tensor x, Tensor choice)
    {
        ArgumentNullException.ThrowIfNull(choice);
        if (choice.DType == DType.Bool)
        {
            int covered = choice.Rank;
            if (covered == 0 || covered > x.Rank || !choice.Shape.Span.SequenceEqual(x.Shape.Span[..covered]))
            {
                throw new ArgumentException($"Index: a mask has the first axes of the tensor, {x.Shape}, and this one is {choice.Shape}.");
            }

            Tensor places = x.Device.NonZero(choice.Contiguous());
            ReadOnlySpan<int> rest = x.Shape.Span[covered..];
            return (places, new Shape([places.Count, .. rest]), rest.Product());
        }

        if (x.Rank == 0)
        {
            throw new ArgumentException($"Index: the tensor [] is one number and has no rows to pick with {choice.Shape}.");
        }

        Tensor rows = Places.Of("Index", choice, 0, x.Shape);
        ReadOnlySpan<int> each = x.Shape.Span[1..];
        return (rows.Flatten(), new Shape([.. choice.Shape.Span, .. each]), each.Product());
    }

    /// <summary>What they hold: x[mask] or x[indices], with a gradient.</summary>
    public static Tensor Apply(Tensor x, Tensor choice)
    {
        (Tensor places, Shape chosen, int inner) = Rows(x, choice);
        int rows = choice.DType == DType.Bool ? choice.Count : x.Shape[0];
        return x.Reshape(rows, inner).IndexSelect(0, places).Reshape(chosen.Span);
    }
}
