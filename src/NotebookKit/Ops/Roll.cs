namespace NotebookKit.Ops;

/// <summary>An axis turned by a number of places: y[.., (i + shift) mod n, ..] = x[.., i, ..]; what leaves at one end comes in at the other.</summary>
/// <remarks>The shape stays; a negative shift turns the other way. Made of slices, joined again; dL/dx is dL/dy turned back.</remarks>
public sealed class Roll : IOp
{
    private Roll()
    {
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(5), new(4, 3), new(1, 1), new(2, 0, 3) })
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    foreach (int shift in new[] { 0, 1, -2, 7 })
                    {
                        int along = axis;
                        int by = shift;
                        yield return new OpCase($"{shape} along {axis} by {shift}", [shape], x => x[0].Roll(by, along - shape.Rank), x => Naive(x[0], shape, along, by));
                    }
                }
            }
        }
    }

    /// <summary>The axis turned.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Apply(Tensor x, int shift, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        int along = x.Shape.NormalAxis(axis);
        int size = x.Shape[along];
        if (size == 0)
        {
            return x.Clone();
        }

        int cut = (size - (shift % size)) % size;
        return Concatenate.Apply([Slice.Apply(x, Positions.Along(along, cut..)), Slice.Apply(x, Positions.Along(along, ..cut))], along);
    }

    private static double[] Naive(double[] x, Shape shape, int axis, int shift)
    {
        double[] y = new double[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int[] place = Positions.Of(i, shape);
            int moved = (place[axis] + shift) % shape[axis];
            place[axis] = moved < 0 ? moved + shape[axis] : moved;
            y[Positions.Element(place, shape)] = x[i];
        }

        return y;
    }
}
