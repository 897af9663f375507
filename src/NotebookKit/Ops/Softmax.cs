using NotebookKit.Gradients;

namespace NotebookKit.Ops;

/// <summary>Turns scores into probabilities: y_i = e^(x_i) / sum over j of e^(x_j), along one axis.</summary>
/// <remarks>
/// Any shape. The largest score is taken off first, which changes nothing but the danger of overflow.
/// dL/dx_i = y_i (dL/dy_i - sum over j of y_j dL/dy_j). Lectures S1, S2 L5, S3, S4.
/// </remarks>
public sealed class Softmax : GradientNode, IOp
{
    private readonly int axis;
    private Saved output;

    private Softmax(Tensor x, Tensor y, int axis)
        : base(x)
    {
        output = new Saved(y);
        this.axis = axis;
    }

    /// <inheritdoc/>
    public static IEnumerable<OpCase> Cases => AlongAxes((x, axis) => x.Softmax(axis), x =>
    {
        double sum = x.Sum(Math.Exp);
        return Array.ConvertAll(x, v => Math.Exp(v) / sum);
    });

    /// <summary>The softmax along an axis.</summary>
    public static Tensor Apply(Tensor x, int axis)
    {
        ArgumentNullException.ThrowIfNull(x);
        Check.Floats(nameof(Softmax), x);
        int along = x.Shape.NormalAxis(axis);
        if (along != x.Rank - 1)
        {
            return x.Transpose(along, -1).Softmax().Transpose(along, -1);
        }

        Tensor y = Tensor.Empty(x.Shape, x.DType, x.Device);
        x.Device.Softmax(x.Contiguous(), y, logarithm: false);
        return Gradient.Flows(x) ? y.From(new Softmax(x, y, along)) : y;
    }

    /// <summary>Cases along each axis of some shapes, for softmax and its logarithm.</summary>
    internal static IEnumerable<OpCase> AlongAxes(Func<Tensor, int, Tensor> run, Func<double[], double[]> reference)
    {
        foreach (Shape shape in new Shape[] { new(7), new(1), new(3, 10), new(2, 5, 3), new(0, 4) })
        {
            for (int axis = 0; axis < shape.Rank; axis++)
            {
                int along = axis;
                yield return new OpCase($"{shape} along {axis}", [shape], x => run(x[0], along), x => EachRun(x[0], shape, along, reference));
            }
        }
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor y = output.Tensor;
        if (!Gradient.IsOn)
        {
            Tensor slope = Tensor.Empty(y.Shape, y.DType, y.Device);
            y.Device.SoftmaxGradient(y.Contiguous(), gradient.Contiguous(), slope);
            return [slope];
        }

        return [y * (gradient - (y * gradient).Sum(axis, keepDim: true))];
    }

    /// <inheritdoc/>
    protected override void Forget() => output = default;

    private static double[] EachRun(double[] x, Shape shape, int axis, Func<double[], double[]> reference)
    {
        (int outer, int middle, int inner) = AxisRuns.Around(shape, axis);
        double[] y = new double[x.Length];
        for (int run = 0; run < outer * inner; run++)
        {
            int first = (run / inner * middle * inner) + (run % inner);
            double[] numbers = new double[middle];
            for (int i = 0; i < middle; i++)
            {
                numbers[i] = x[first + (i * inner)];
            }

            double[] results = reference(numbers);
            for (int i = 0; i < middle; i++)
            {
                y[first + (i * inner)] = results[i];
            }
        }

        return y;
    }
}
