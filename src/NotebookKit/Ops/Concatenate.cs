using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Tensors joined along an axis, one after the other.</summary>
/// <remarks>[.., n, ..] and [.., m, ..] become [.., n + m, ..]; all other sizes and the dtype agree. dL/dx of each is its part of dL/dy.</remarks>
public sealed class Concatenate : GradientNode, IOp
{
    private readonly int axis;
    private readonly int[] ends;

    private Concatenate(Tensor[] tensors, int axis, int[] ends)
        : base(tensors)
    {
        this.axis = axis;
        this.ends = ends;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            yield return new OpCase("one alone", [new(3)], x => Tensor.Concat([x[0]], 0), x => x[0]);
            yield return new OpCase("twice the same", [new(3)], x => Tensor.Concat([x[0], x[0]], 0), x => [.. x[0], .. x[0]]);
            foreach (Shape shape in new Shape[] { new(3), new(2, 3), new(1, 1), new(2, 5, 3), new(2, 0, 3) })
            {
                for (int axis = 0; axis < shape.Rank; axis++)
                {
                    int along = axis;
                    Shape[] shapes = [shape, Sized(shape, axis, 2), Sized(shape, axis, 0), Sized(shape, axis, 1)];
                    yield return new OpCase($"{string.Join(" ", shapes)} along {axis}", shapes, x => Tensor.Concat(x, along - shape.Rank), x => Naive(x, shapes, along));
                }
            }
        }
    }

    /// <summary>The tensors in a row.</summary>
    /// <exception cref="ArgumentException">There are none, or their dtypes, devices or other sizes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public static Tensor Apply(IReadOnlyList<Tensor> tensors, int axis)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        Tensor first = tensors.Count > 0 ? tensors[0] : throw new ArgumentException("Concat: there are no tensors to join.");
        int along = first.Shape.NormalAxis(axis);
        Tensor[] parts = [.. tensors];
        int[] ends = new int[parts.Length];
        int end = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            CheckFits(first, parts[i], along, i);
            end = checked(end + parts[i].Shape[along]);
            ends[i] = end;
        }

        Tensor y = Tensor.Empty(Sized(first.Shape, along, end), first.DType, first.Device);
        for (int i = 0; i < parts.Length; i++)
        {
            Tensor place = Slice.View(y, Positions.Along(along, (ends[i] - parts[i].Shape[along])..ends[i]));
            y.Device.Scatter(parts[i].Detach().Contiguous(), place);
        }

        return parts.Any(Gradient.Flows) ? y.From(new Concatenate(parts, along, ends)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor?[] gradients = new Tensor?[ends.Length];
        for (int i = 0; i < ends.Length; i++)
        {
            gradients[i] = Needs(i) ? Slice.Apply(gradient, Positions.Along(axis, (i == 0 ? 0 : ends[i - 1])..ends[i])) : null;
        }

        return gradients;
    }

    private static void CheckFits(Tensor first, Tensor part, int axis, int number)
    {
        ArgumentNullException.ThrowIfNull(part);
        if (part.DType != first.DType)
        {
            throw new ArgumentException($"Concat: tensor 0 holds {first.DType} and tensor {number} {part.DType}; cast one with To(DType.{first.DType}).");
        }

        if (part.Device != first.Device)
        {
            throw new ArgumentException($"Concat: tensor 0 lives on {first.Device} and tensor {number} on {part.Device}; bring them to one device.");
        }

        if (part.Rank != first.Rank || Sized(part.Shape, axis, 0) != Sized(first.Shape, axis, 0))
        {
            throw new ArgumentException($"Concat: tensor {number} of {part.Shape} does not fit tensor 0 of {first.Shape}; all sizes but that of axis {axis} must agree.");
        }
    }

    private static Shape Sized(Shape shape, int axis, int size)
    {
        int[] sizes = shape.ToArray();
        sizes[axis] = size;
        return new Shape(sizes);
    }

    private static double[] Naive(double[][] x, Shape[] shapes, int axis)
    {
        int[] sizes = shapes[0].ToArray();
        sizes[axis] = shapes.Sum(shape => shape[axis]);
        return Positions.Fill(sizes, place =>
        {
            int[] own = [.. place];
            int which = 0;
            while (own[axis] >= shapes[which][axis])
            {
                own[axis] -= shapes[which++][axis];
            }

            return x[which][Positions.Element(own, shapes[which])];
        });
    }
}
