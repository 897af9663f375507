using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>A margin of one value around a tensor, before and after each axis.</summary>
/// <remarks>
/// An axis of size n becomes before + n + after. The margins belong to the last axes, in their order: one pair is for
/// the last axis, two are for rows and columns. dL/dx is the part of dL/dy inside the margin.
/// </remarks>
public sealed class Pad : GradientNode, IOp
{
    private readonly AxisIndex[] indices;

    private Pad(Tensor x, AxisIndex[] indices)
        : base(x) => this.indices = indices;

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(4, 3), new(2, 5, 3), new(1, 1), new(0, 3), new(3, 0) })
            {
                yield return Case(shape, 0.5, (0, 0), (1, 2));
                yield return Case(shape, -1, (2, 0), (0, 1));
                yield return Case(shape, 0, (0, 3));
            }

            yield return Case(new(3), 2, (1, 1));
            yield return Case(new([]), 2);
        }
    }

    /// <summary>The tensor inside its margin.</summary>
    /// <exception cref="ArgumentException">There are more margins than axes, or one is negative.</exception>
    public static Tensor Apply(Tensor x, double value, ReadOnlySpan<(int Before, int After)> margins)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (margins.Length > x.Rank)
        {
            throw new ArgumentException($"Pad: {margins.Length} margins for the {x.Rank} axes of {x.Shape}; give one pair (before, after) an axis.");
        }

        Span<int> sizes = stackalloc int[x.Rank];
        x.Shape.Span.CopyTo(sizes);
        AxisIndex[] indices = new AxisIndex[x.Rank];
        Array.Fill(indices, Range.All);
        for (int i = 0; i < margins.Length; i++)
        {
            (int before, int after) = margins[i];
            int axis = x.Rank - margins.Length + i;
            if (before < 0 || after < 0)
            {
                throw new ArgumentException($"Pad: the margin ({before}, {after}) of axis {axis} cannot be negative; cut with an index instead.");
            }

            indices[axis] = before..(before + sizes[axis]);
            sizes[axis] = checked(before + sizes[axis] + after);
        }

        Shape shape = new(sizes);
        bool channelsLast = x.Rank == 4 && !x.IsContiguous && ChannelsLast.Holds(x);
        Tensor y = channelsLast ? ChannelsLast.Empty(shape, x.DType, x.Device) : Tensor.Empty(shape, x.DType, x.Device);
        Tensor inside = Slice.View(y, indices);
        y.Device.Fill(y, value);
        y.Device.Scatter(channelsLast ? ChannelsLast.Pixels(x) : x.Bare, channelsLast ? ChannelsLast.Pixels(inside) : inside);
        return Gradient.Flows(x) ? y.From(new Pad(x, indices)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => OperandGradients.Of(Slice.Apply(gradient, indices));

    private static OpCase Case(Shape shape, double value, params (int Before, int After)[] margins) =>
        new($"{shape} with {string.Join(" ", margins)}", [shape], x => x[0].Pad(value, margins), x => Naive(x[0], shape, value, margins));

    private static double[] Naive(double[] x, Shape shape, double value, (int Before, int After)[] margins)
    {
        int[] sizes = shape.ToArray();
        int first = shape.Rank - margins.Length;
        for (int i = 0; i < margins.Length; i++)
        {
            sizes[first + i] += margins[i].Before + margins[i].After;
        }

        return Positions.Fill(sizes, place =>
        {
            int[] own = [.. place];
            for (int i = 0; i < margins.Length; i++)
            {
                own[first + i] -= margins[i].Before;
                if (own[first + i] < 0 || own[first + i] >= shape[first + i])
                {
                    return value;
                }
            }

            return x[Positions.Element(own, shape)];
        });
    }
}
