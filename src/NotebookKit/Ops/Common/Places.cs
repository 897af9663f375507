namespace NotebookKit.Ops;

/// <summary>Indices as they are given, checked and counted from the start: -1 is the last place, as in NumPy.</summary>
internal static class Places
{
    /// <summary>A copy of Int64 indices, each a place of an axis.</summary>
    /// <exception cref="ArgumentException">They are no Int64, or one lies outside.</exception>
    public static Tensor Of(string operation, Tensor indices, int axis, Shape shape)
    {
        if (indices.DType != DType.Int64)
        {
            throw new ArgumentException($"{operation}: indices are Int64, and these are {indices.Shape} of {indices.DType}; cast them with To(DType.Int64).");
        }

        int size = shape[axis];
        Tensor places = indices.Hosted.Clone();
        Span<long> numbers = places.Elements<long>();
        bool asGiven = true;
        for (int i = 0; i < numbers.Length; i++)
        {
            long place = numbers[i] < 0 ? numbers[i] + size : numbers[i];
            if ((ulong)place >= (ulong)size)
            {
                string at = string.Join(", ", Positions.Of(i, indices.Shape));
                throw new ArgumentException($"{operation}: index {numbers[i]} at [{at}] lies outside axis {axis} of {shape}, which has size {size}.");
            }

            asGiven &= numbers[i] == place;
            numbers[i] = place;
        }

        // Indices that lie on a device with a memory of its own as they are wanted are copied there, not sent there again.
        return indices.Storage.IsHosted ? places : asGiven ? indices.Clone() : places.To(indices.Device);
    }

    /// <summary>Indices into one axis of a shape, not longer than it along the others.</summary>
    /// <exception cref="ArgumentException">They are no Int64, have other axes, or one lies outside.</exception>
    public static Tensor Along(string operation, Tensor indices, int axis, Shape shape)
    {
        bool fits = indices.Rank == shape.Rank;
        for (int other = 0; fits && other < shape.Rank; other++)
        {
            fits = other == axis || indices.Shape[other] <= shape[other];
        }

        return fits
            ? Of(operation, indices, axis, shape)
            : throw new ArgumentException(
                $"{operation}: indices are Int64, with the axes of {shape} and no longer than it but along axis {axis}, and these are {indices.Shape} of {indices.DType}.");
    }

    /// <summary>The first places of a tensor along all axes but one: as many as the indices have.</summary>
    public static Tensor Narrow(Tensor x, Shape shape, int axis)
    {
        AxisIndex[] ranges = new AxisIndex[x.Rank];
        bool same = true;
        for (int other = 0; other < x.Rank; other++)
        {
            bool whole = other == axis || shape[other] == x.Shape[other];
            ranges[other] = whole ? Range.All : ..shape[other];
            same &= whole;
        }

        return same ? x : Slice.Apply(x, ranges);
    }

    /// <summary>For each index along an axis, the number of the element that it means in a shape.</summary>
    public static Tensor Flat(Tensor places, int axis, Shape shape)
    {
        int[] strides = shape.ContiguousStrides();
        ReadOnlySpan<long> numbers = places.Hosted.Elements<long>();
        long[] flat = new long[numbers.Length];
        for (int i = 0; i < flat.Length; i++)
        {
            int rest = i;
            for (int each = shape.Rank - 1; each >= 0; each--)
            {
                int size = places.Shape[each];
                flat[i] += (each == axis ? numbers[i] : rest % size) * strides[each];
                rest /= size;
            }
        }

        return Tensor.Wrap(flat).To(places.Device);
    }
}
