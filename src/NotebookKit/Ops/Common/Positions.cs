namespace NotebookKit.Ops;

/// <summary>Counting places in a shape: from the number of an element, last axis fastest, to a place on each axis, and back.</summary>
internal static class Positions
{
    /// <summary>The place on each axis of element number <paramref name="element"/>.</summary>
    public static int[] Of(int element, Shape shape)
    {
        int[] place = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            place[axis] = element % shape[axis];
            element /= shape[axis];
        }

        return place;
    }

    /// <summary>The number of the element at a place.</summary>
    public static int Element(int[] place, Shape shape)
    {
        int element = 0;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            element = (element * shape[axis]) + place[axis];
        }

        return element;
    }

    /// <summary>For each place of a shape, the number found for it: how references of rearranging operations are written.</summary>
    public static double[] Fill(Shape shape, Func<int[], double> number)
    {
        double[] filled = new double[shape.Count];
        for (int i = 0; i < filled.Length; i++)
        {
            filled[i] = number(Of(i, shape));
        }

        return filled;
    }

    /// <summary>The indices that name a range of one axis and the whole of the others.</summary>
    public static AxisIndex[] Along(int axis, Range range) => [.. Enumerable.Repeat<AxisIndex>(Range.All, axis), range];
}
