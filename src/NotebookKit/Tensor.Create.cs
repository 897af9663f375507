using NotebookKit.Devices;
using NotebookKit.Memory;

namespace NotebookKit;

/// <content>How tensors come to be.</content>
public partial class Tensor
{
    /// <summary>All zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32) => Full(shape, 0, dtype);

    /// <summary>All ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32) => Full(shape, 1, dtype);

    /// <summary>One number everywhere.</summary>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32) => Full(shape, value, dtype, Device.Home);

    /// <summary>One number everywhere, on a device.</summary>
    internal static Tensor Full(Shape shape, double value, DType dtype, Device device)
    {
        Tensor y = Empty(shape, dtype, device);
        y.Device.Fill(y, value);
        return y;
    }

    /// <summary>A tensor of no axes: one number.</summary>
    public static Tensor Scalar(double value, DType dtype = DType.Float32) => Full(new Shape([]), value, dtype);

    /// <summary>start, start + step, ... up to but without <paramref name="end"/>, along one axis.</summary>
    /// <exception cref="ArgumentException">The step is 0 or leads away from the end.</exception>
    public static Tensor Arange(double start, double end, double step = 1, DType dtype = DType.Float32)
    {
        double count = Math.Ceiling((end - start) / step);
        if (!(count >= 0) || count > Array.MaxLength)
        {
            throw new ArgumentException($"Arange: from {start} to {end} in steps of {step} is no finite list; the step must lead towards the end.", nameof(step));
        }

        double[] values = new double[(int)count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = start + (i * step);
        }

        return From(values).To(dtype);
    }

    /// <summary>Copies numbers into a tensor of a shape; without a shape they lie along one axis.</summary>
    /// <exception cref="ArgumentException">The shape holds another number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape? shape = null)
        where T : unmanaged
    {
        Shape target = Fitting(values.Length, shape);
        Tensor y = Empty(target, DTypes.Of<T>(), Device.Cpu);
        values.CopyTo(y.Elements<T>());
        return y;
    }

    /// <summary>Copies an array into a tensor of a shape; without a shape its elements lie along one axis.</summary>
    public static Tensor From<T>(T[] values, Shape? shape = null)
        where T : unmanaged => From((ReadOnlySpan<T>)values, shape);

    /// <summary>Copies a table into a tensor of two axes.</summary>
    public static Tensor From<T>(T[,] values)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Tensor y = Empty(new Shape(values.GetLength(0), values.GetLength(1)), DTypes.Of<T>(), Device.Cpu);
        Span<T> target = y.Elements<T>();
        int at = 0;
        foreach (T value in values)
        {
            target[at++] = value;
        }

        return y;
    }

    /// <summary>Looks at an array as a tensor without copying it: both change together.</summary>
    public static Tensor Wrap<T>(T[] values, Shape? shape = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(values);
        Shape target = Fitting(values.Length, shape);
        return new Tensor(new Storage<T>(values, 0, values.Length), target, Device.Cpu);
    }

    /// <summary>Numbers drawn evenly from [low, high).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The lowest number.</param>
    /// <param name="high">The end that is not reached.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Uniform(Shape shape, double low = 0, double high = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Tensor y = Empty(shape, FloatOnly(dtype, nameof(Uniform)), Device.Home);
        (rng ?? Rng.Current).Uniform(y, low, high);
        return y;
    }

    /// <summary>Numbers drawn from the normal distribution.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Normal(Shape shape, double mean = 0, double deviation = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Tensor y = Empty(shape, FloatOnly(dtype, nameof(Normal)), Device.Home);
        (rng ?? Rng.Current).Normal(y, mean, deviation);
        return y;
    }

    /// <summary>Room for a result; its numbers are whatever was there before.</summary>
    internal static Tensor Empty(Shape shape, DType dtype, Device device) =>
        new(device.Allocate(dtype, shape.Count), shape, device);

    /// <summary>Room for a result of the shape and kind of another tensor, in the same order when that has no gaps.</summary>
    internal static Tensor EmptyLike(Tensor x) => x.IsDense
        ? new(x.Device.Allocate(x.DType, x.Count), x.layout, 0, x.Device)
        : Empty(x.Shape, x.DType, x.Device);

    /// <summary>Room that no scope takes back: for parameters' gradients and optimiser state.</summary>
    internal static Tensor Lasting(Shape shape, DType dtype, Device device)
    {
        Tensor y = new(device.Allocate(dtype, shape.Count, lasting: true), shape, device);
        device.Fill(y, 0);
        return y;
    }

    private static DType FloatOnly(DType dtype, string operation) => dtype.IsFloat()
        ? dtype
        : throw new ArgumentException($"{operation}: draws Float32 or Float64, not {dtype}; cast the result with To.", nameof(dtype));

    private static Shape Fitting(int count, Shape? shape)
    {
        Shape target = shape ?? new Shape(count);
        return target.Count == count
            ? target
            : throw new ArgumentException($"From: {count} values do not fill shape {target}, which holds {target.Count}.", nameof(shape));
    }
}
