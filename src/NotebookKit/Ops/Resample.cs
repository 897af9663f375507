using NotebookKit.Gradients;
using NotebookKit.Kernels;

namespace NotebookKit.Ops;

/// <summary>Weighted sums along the height and the width of images: y_pq = sum over i, j of a_pi b_qj x_ij, for each map.</summary>
/// <remarks>
/// [N, C, H, W] becomes [N, C, P, Q]. The one operation behind average pooling, interpolation, nearest-neighbour and bed-of-nails
/// unpooling, and RoI align: they differ only in the weights a and b. dL/dx is the same with the weights transposed.
/// </remarks>
public sealed class Resample : GradientNode, IOp
{
    private readonly Taps rows;
    private readonly Taps columns;

    private Resample(Tensor x, Taps rows, Taps columns)
        : base(x)
    {
        this.rows = rows;
        this.columns = columns;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases
    {
        get
        {
            foreach (Shape shape in new Shape[] { new(2, 1, 4, 5), new(1, 3, 5, 4), new(1, 17, 3, 2), new(0, 2, 3, 3), new(1, 0, 3, 3) })
            {
                yield return Average(shape, (2, 2), (2, 2), (0, 0));
                yield return Average(shape, (3, 2), (2, 1), (1, 1));
                yield return Bilinear(shape, 2 * shape[2], 3);
                yield return Bilinear(shape, 1, shape[3] + 2);
            }
        }
    }

    /// <summary>The sums, channels last in memory.</summary>
    internal static Tensor Apply(Tensor x, Taps rows, Taps columns)
    {
        Tensor y = ChannelsLast.Empty(new Shape(x.Shape[0], x.Shape[1], rows.Outputs, columns.Outputs), x.DType, x.Device);
        x.Device.Resample(ChannelsLast.Of(x), rows, columns, y);
        return Gradient.Flows(x) ? y.From(new Resample(x, rows, columns)) : y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => OperandGradients.Of(Apply(gradient, rows.Transposed(), columns.Transposed()));

    private static OpCase Average(Shape shape, Pair kernel, Pair stride, Pair padding) =>
        new($"{shape} mean of {kernel}, stride {stride}, padding {padding}", [shape], x => x[0].AvgPool2d(kernel, stride, padding), x =>
        {
            int height = ((shape[2] + (2 * padding.Height) - kernel.Height) / stride.Height) + 1;
            int width = ((shape[3] + (2 * padding.Width) - kernel.Width) / stride.Width) + 1;
            return Positions.Fill(new Shape(shape[0], shape[1], height, width), place =>
            {
                double sum = 0;
                for (int i = 0; i < kernel.Height; i++)
                {
                    for (int j = 0; j < kernel.Width; j++)
                    {
                        int row = (place[2] * stride.Height) + i - padding.Height;
                        int column = (place[3] * stride.Width) + j - padding.Width;
                        bool inside = row >= 0 && column >= 0 && row < shape[2] && column < shape[3];
                        sum += inside ? x[0][Positions.Element([place[0], place[1], row, column], shape)] : 0;
                    }
                }

                return sum / (kernel.Height * kernel.Width);
            });
        });

    private static OpCase Bilinear(Shape shape, int height, int width) =>
        new($"{shape} to {height}x{width}", [shape], x => x[0].Interpolate((height, width), Interpolation.Linear), x =>
            Positions.Fill(new Shape(shape[0], shape[1], height, width), place =>
            {
                double row = Math.Clamp(((place[2] + 0.5) * shape[2] / height) - 0.5, 0, shape[2] - 1);
                double column = Math.Clamp(((place[3] + 0.5) * shape[3] / width) - 0.5, 0, shape[3] - 1);
                double sum = 0;
                for (int i = 0; i < shape[2]; i++)
                {
                    for (int j = 0; j < shape[3]; j++)
                    {
                        double weight = Math.Max(0, 1 - Math.Abs(i - row)) * Math.Max(0, 1 - Math.Abs(j - column));
                        sum += weight * x[0][Positions.Element([place[0], place[1], i, j], shape)];
                    }
                }

                return sum;
            }));
}
