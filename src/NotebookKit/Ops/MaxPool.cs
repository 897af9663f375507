using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Max pooling: the largest number of each window, y_pq = max over i, j of x at (p stride + i, q stride + j).</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q] with P = floor((H + 2 padding - dilation (kernel - 1) - 1) / stride) + 1, rounded up instead
/// when asked for. Padding never wins. dL/dy goes to the place where the largest number stood, the first of equals, and nowhere
/// else; where windows overlap, what a place gets adds up. A window with a NaN gives NaN. Lectures S1, S2 L6 (max pooling, its
/// backpropagation), L7 (overlapping pooling), L11.
/// </remarks>
public sealed class MaxPool : GradientNode, IOp
{
    private readonly Taps rows;
    private readonly Taps columns;
    private readonly Shape shape;
    private Saved input;
    private Saved output;
    private Saved winners;

    private MaxPool(Tensor x, Taps rows, Taps columns)
        : base(x)
    {
        this.rows = rows;
        this.columns = columns;
        shape = x.Shape;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(2, 1, 4, 5), new(1, 3, 5, 4), new(1, 17, 3, 2), new(0, 2, 3, 3), new(1, 0, 3, 3) })
            {
                yield return Case(shape, (2, 2), (2, 2), (0, 0), 1);
                yield return Case(shape, (3, 2), (2, 1), (1, 1), 1);
                yield return Case(shape, (2, 1), (1, 2), (1, 0), 2);
            }
        }
    }

    /// <summary>The largest numbers.</summary>
    /// <exception cref="ArgumentException">This is no image, or the windows do not fit it.</exception>
    public static Tensor Apply(Tensor x, Pair kernel, Pair? stride, Pair padding, Pair dilation, bool ceil)
    {
        (Taps rows, Taps columns) = Windows(x, kernel, stride, padding, dilation, ceil);
        return Apply(x, rows, columns);
    }

    /// <summary>The largest numbers and where they stand in their map: row times width plus column, Int64, of the same shape.</summary>
    /// <exception cref="ArgumentException">This is no image, or the windows do not fit it.</exception>
    public static (Tensor Values, Tensor Positions) WithPositions(Tensor x, Pair kernel, Pair? stride, Pair padding, Pair dilation, bool ceil)
    {
        (Taps rows, Taps columns) = Windows(x, kernel, stride, padding, dilation, ceil);
        return (Apply(x, rows, columns), PositionsIn(ChannelsLast.Of(x), rows, columns));
    }

    /// <summary>The largest number of any windows.</summary>
    internal static Tensor Apply(Tensor x, Taps rows, Taps columns)
    {
        Tensor image = ChannelsLast.Of(x);
        Tensor y = ChannelsLast.Empty(new Shape(x.Shape[0], x.Shape[1], rows.Outputs, columns.Outputs), x.DType, x.Device);
        if (!Gradient.Flows(x))
        {
            x.Device.MaxPool(image, rows, columns, y);
            return y;
        }

        // With the winners neither the image nor the result is needed any more.
        if (x.Device.KeepsWinners)
        {
            Tensor winners = ChannelsLast.Empty(y.Shape, y.DType, y.Device);
            x.Device.MaxPoolWinners(image, rows, columns, y, winners);
            return y.From(new MaxPool(x, rows, columns) { winners = new Saved(winners) });
        }

        x.Device.MaxPool(image, rows, columns, y);
        return y.From(new MaxPool(x, rows, columns) { input = new Saved(image), output = new Saved(y) });
    }

    /// <summary>Where the largest number of each window stands.</summary>
    internal static Tensor PositionsIn(Tensor image, Taps rows, Taps columns)
    {
        Tensor positions = ChannelsLast.Empty(new Shape(image.Shape[0], image.Shape[1], rows.Outputs, columns.Outputs), DType.Int64, image.Device);
        image.Device.MaxPositions(image, rows, columns, positions);
        return positions;
    }

    /// <inheritdoc/>
    internal override bool GivesOwn => true;

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        if (Gradient.IsOn)
        {
            return [MaxUnpool.Apply(gradient * Filled(gradient.DType).To(gradient.Device), winners.Has ? PositionsOf(winners.Tensor) : PositionsIn(input.Tensor, rows, columns), new Pair(shape[2], shape[3]))];
        }

        Tensor slope = ChannelsLast.Empty(shape, gradient.DType, gradient.Device);
        if (winners.Has)
        {
            gradient.Device.MaxPoolWinnersGradient(winners.Tensor, ChannelsLast.Of(gradient), rows, columns, slope);
        }
        else
        {
            gradient.Device.MaxPoolGradient(input.Tensor, output.Tensor, ChannelsLast.Of(gradient), rows, columns, slope);
        }

        return OperandGradients.Of(slope);
    }

    /// <inheritdoc/>
    protected override void Forget() => input = output = winners = default;

    // The winner of a window as its place in the image: row times width plus column.
    private Tensor PositionsOf(Tensor winners)
    {
        double[] which = winners.ToArray<double>();
        long[] positions = new long[which.Length];
        for (int i = 0; i < which.Length; i++)
        {
            (int o, int p) = Math.DivRem(i % (rows.Outputs * columns.Outputs), columns.Outputs);
            (int down, int across) = Math.DivRem((int)which[i], Math.Max(1, columns.Count(p)));
            bool exists = rows.Count(o) > 0 && columns.Count(p) > 0;
            positions[i] = exists ? ((rows.First[o] + ((long)down * rows.Step)) * shape[3]) + columns.First[p] + (across * columns.Step) : 0;
        }

        return Tensor.From(positions, winners.Shape).To(winners.Device);
    }

    private static (Taps Rows, Taps Columns) Windows(Tensor x, Pair kernel, Pair? stride, Pair padding, Pair dilation, bool ceil)
    {
        (Sliding down, Sliding across) = Sliding.Over(nameof(MaxPool), x, kernel, stride, padding, dilation, ceil);
        return (AxisTaps.Windows(x.Shape[2], down), AxisTaps.Windows(x.Shape[3], across));
    }

    // 0 for a window of nothing, whose result depends on no place.
    private Tensor Filled(DType dtype)
    {
        double[] filled = new double[rows.Outputs * columns.Outputs];
        for (int i = 0; i < filled.Length; i++)
        {
            filled[i] = rows.Count(i / columns.Outputs) > 0 && columns.Count(i % columns.Outputs) > 0 ? 1 : 0;
        }

        return Tensor.From(filled, new Shape(rows.Outputs, columns.Outputs)).To(dtype);
    }

    private static OpCase Case(Shape shape, Pair kernel, Pair stride, Pair padding, int dilation) =>
        new($"{shape} window {kernel}, stride {stride}, padding {padding}, dilation {dilation}", [shape], x => x[0].MaxPool2d(kernel, stride, padding, dilation), x =>
        {
            int height = ((shape[2] + (2 * padding.Height) - (dilation * (kernel.Height - 1)) - 1) / stride.Height) + 1;
            int width = ((shape[3] + (2 * padding.Width) - (dilation * (kernel.Width - 1)) - 1) / stride.Width) + 1;
            return Positions.Fill(new Shape(shape[0], shape[1], height, width), place =>
            {
                double largest = double.NegativeInfinity;
                for (int i = 0; i < kernel.Height; i++)
                {
                    for (int j = 0; j < kernel.Width; j++)
                    {
                        int row = (place[2] * stride.Height) + (i * dilation) - padding.Height;
                        int column = (place[3] * stride.Width) + (j * dilation) - padding.Width;
                        bool inside = row >= 0 && column >= 0 && row < shape[2] && column < shape[3];
                        largest = inside ? Math.Max(largest, x[0][Positions.Element([place[0], place[1], row, column], shape)]) : largest;
                    }
                }

                return largest;
            });
        });
}
