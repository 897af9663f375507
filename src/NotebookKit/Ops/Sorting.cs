namespace NotebookKit.Ops;

/// <summary>Numbers in order along an axis, and what is read off them. Gradients go to where the numbers came from.</summary>
internal static class Sorting
{
    /// <summary>Where the numbers stand in their order.</summary>
    public static Tensor Places(string operation, Tensor x, int axis, bool descending)
    {
        if (x.Rank == 0)
        {
            throw new ArgumentException($"{operation}: the tensor [] is one number and has no axis to sort; Reshape(1) gives it one.");
        }

        int along = x.Shape.NormalAxis(axis);
        (int outer, int middle, int inner) = AxisRuns.Around(x.Shape, along);
        Tensor places = Tensor.Empty(x.Shape, DType.Int64, x.Device);
        x.Device.SortPlaces(x.Detach().Contiguous(), outer, middle, inner, descending, places);
        return places;
    }

    /// <summary>The first <paramref name="count"/> of the order, and where they stand.</summary>
    public static (Tensor Values, Tensor Positions) First(Tensor x, int count, int axis, bool descending)
    {
        Tensor order = Places("TopK", x, axis, descending);
        int along = x.Shape.NormalAxis(axis);
        if (count < 0 || count > x.Shape[along])
        {
            throw new ArgumentException($"TopK: axis {axis} of {x.Shape} has {x.Shape[along]} numbers, and {count} of them are asked for.");
        }

        Tensor places = order[Positions.Along(along, ..count)].Contiguous();
        return (x.Gather(along, places), places);
    }

    /// <summary>The number that stands at one place of the order, and where it comes from.</summary>
    public static (Tensor Values, Tensor Positions) Kth(Tensor x, int k, int axis, bool keepDim)
    {
        Tensor order = Places("KthValue", x, axis, descending: false);
        int along = x.Shape.NormalAxis(axis);
        if (k < 1 || k > x.Shape[along])
        {
            throw new ArgumentException($"KthValue: k counts from 1, the smallest, to {x.Shape[along]} along axis {axis} of {x.Shape}, and {k} is none of them.");
        }

        Tensor places = order[Positions.Along(along, (k - 1)..k)].Contiguous();
        Tensor values = x.Gather(along, places);
        return keepDim ? (values, places) : (values.Squeeze(along), places.Squeeze(along));
    }

    /// <summary>The number below which a part q lies: between two neighbours, on the straight line.</summary>
    public static Tensor Quantile(string operation, Tensor x, double q, int? axis, bool keepDim)
    {
        Check.Floats(operation, x);
        if (!(q is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(q), q, $"{operation}: q is a part of the numbers of {x.Shape}, from 0 to 1.");
        }

        int? along = axis is { } given ? x.Shape.NormalAxis(given) : null;
        Shape shape = AxisRuns.Without(x.Shape, along, keepDim);
        Tensor numbers = along is null ? x.Flatten() : x;
        int axisOfNumbers = along ?? 0;
        int size = numbers.Shape[axisOfNumbers];
        if (size == 0)
        {
            throw new ArgumentException($"{operation}: there are no numbers along that axis of {x.Shape}.");
        }

        Tensor sorted = numbers.Gather(axisOfNumbers, Places(operation, numbers, axisOfNumbers, descending: false));
        double rank = q * (size - 1);
        int below = (int)Math.Floor(rank);
        double part = rank - below;
        Tensor low = sorted[Positions.Along(axisOfNumbers, below..(below + 1))];
        Tensor y = part == 0 ? low : low + (part * (sorted[Positions.Along(axisOfNumbers, (below + 1)..(below + 2))] - low));

        // NaN stands last; one among the numbers leaves nothing to be said about any of them.
        Tensor last = sorted[Positions.Along(axisOfNumbers, ^1..)];
        return y.MaskedFill(last.IsNaN(), double.NaN).Reshape(shape.Span);
    }
}
