using NotebookKit.Ops;

namespace NotebookKit.Layers;

/// <summary>Which connections of a unit its first weights are scaled by.</summary>
public enum Fan
{
    /// <summary>Those that come in: the signal keeps its size on the way forward.</summary>
    In,

    /// <summary>Those that go out: the gradient keeps its size on the way back.</summary>
    Out,
}

/// <summary>First weights: how large they must be for signal and gradient to pass many layers.</summary>
/// <remarks>
/// Weights have the shape [outputs, inputs, ...], where further axes are those of a kernel: a unit has inputs times
/// kernel places connections in, outputs times kernel places out. Weights that are all equal would stay equal: the
/// units of a layer could never learn different things. Lecture S1 (backprop practicalities).
/// </remarks>
public static class Init
{
    /// <summary>sqrt(2): a ReLU lets half of the variance through (He et al. 2015).</summary>
    public const double ReluGain = 1.4142135623730951;

    /// <summary>5/3, what PyTorch takes for the tanh.</summary>
    public const double TanhGain = 5.0 / 3;

    /// <summary>sqrt(2 / (1 + a^2)), for a leaky ReLU of slope a.</summary>
    /// <param name="slope">a.</param>
    public static double LeakyReluGain(double slope) => Math.Sqrt(2 / (1 + (slope * slope)));

    /// <summary>One number everywhere: for biases, and to see that equal weights stay equal.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="value">The number.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Constant(Shape shape, double value, DType dtype = DType.Float32) => Tensor.Full(shape, value, dtype);

    /// <summary>Even over +-2.4 / n for n connections in, variance 1.92 / n^2: LeCun's first rule, of lecture S1.</summary>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor LecunUniform(Shape shape, Rng? rng = null, DType dtype = DType.Float32)
    {
        double bound = 2.4 / Connections(nameof(LecunUniform), shape, Fan.In);
        return Tensor.Uniform(shape, -bound, bound, rng, dtype);
    }

    /// <summary>Normal with variance 1 / n for n connections in: for the SELU and other units of slope 1 (LeCun et al. 1998).</summary>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor LecunNormal(Shape shape, Rng? rng = null, DType dtype = DType.Float32) =>
        Tensor.Normal(shape, 0, Math.Sqrt(1.0 / Connections(nameof(LecunNormal), shape, Fan.In)), rng, dtype);

    /// <summary>Normal with variance gain^2 / n, that is 2 / n for n connections in: for the ReLU.</summary>
    /// <remarks>He et al., Delving deep into rectifiers, 2015; lecture S1 writes N(0, 1/(n/2)).</remarks>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="gain">What the activation takes away; sqrt(2) for the ReLU.</param>
    /// <param name="fan">Whether n counts connections in or out.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor HeNormal(Shape shape, double gain = ReluGain, Fan fan = Fan.In, Rng? rng = null, DType dtype = DType.Float32) =>
        Tensor.Normal(shape, 0, gain / Math.Sqrt(Connections(nameof(HeNormal), shape, fan)), rng, dtype);

    /// <summary>Even over +-gain sqrt(3 / n), which has the variance gain^2 / n of <see cref="HeNormal"/>.</summary>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="gain">What the activation takes away; sqrt(2) for the ReLU.</param>
    /// <param name="fan">Whether n counts connections in or out.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor HeUniform(Shape shape, double gain = ReluGain, Fan fan = Fan.In, Rng? rng = null, DType dtype = DType.Float32)
    {
        double bound = gain * Math.Sqrt(3.0 / Connections(nameof(HeUniform), shape, fan));
        return Tensor.Uniform(shape, -bound, bound, rng, dtype);
    }

    /// <summary>Normal with variance 2 gain^2 / (in + out): a middle way for signal and gradient, for the tanh.</summary>
    /// <remarks>Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010.</remarks>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="gain">What the activation takes away.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor XavierNormal(Shape shape, double gain = 1, Rng? rng = null, DType dtype = DType.Float32) =>
        Tensor.Normal(shape, 0, gain * Math.Sqrt(2.0 / Both(nameof(XavierNormal), shape)), rng, dtype);

    /// <summary>Even over +-gain sqrt(6 / (in + out)), which has the variance of <see cref="XavierNormal"/>.</summary>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="gain">What the activation takes away.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor XavierUniform(Shape shape, double gain = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        double bound = gain * Math.Sqrt(6.0 / Both(nameof(XavierUniform), shape));
        return Tensor.Uniform(shape, -bound, bound, rng, dtype);
    }

    /// <summary>Even over +-1 / sqrt(n) for n connections in: what PyTorch's layers, and those of this library, begin with.</summary>
    /// <param name="shape">[outputs, inputs, ...].</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor Default(Shape shape, Rng? rng = null, DType dtype = DType.Float32) => HeUniform(shape, Math.Sqrt(1.0 / 3), Fan.In, rng, dtype);

    /// <summary>Rows (or columns, whichever are fewer) that stand upright on each other and have length gain: lengths pass unchanged.</summary>
    /// <remarks>The Q of the QR decomposition of normal numbers, its signs set so that every turn is equally likely. Saxe et al. 2013.</remarks>
    /// <param name="shape">[outputs, inputs, ...]; further axes are joined to the inputs.</param>
    /// <param name="gain">The length.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has fewer than two axes.</exception>
    public static Tensor Orthogonal(Shape shape, double gain = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Connections(nameof(Orthogonal), shape, Fan.In);
        int rows = shape[0];
        int columns = shape.Count / Math.Max(1, rows);
        if (shape.Count == 0)
        {
            return Tensor.Zeros(shape, dtype);
        }

        (int tall, int narrow) = (Math.Max(rows, columns), Math.Min(rows, columns));
        double[] normal = Tensor.Normal([narrow, tall], rng: rng, dtype: DType.Float64).ToArray<double>();
        var factors = MathNet.Numerics.LinearAlgebra.Double.DenseMatrix.Build.Dense(tall, narrow, normal).QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
        double[] values = new double[shape.Count];
        for (int i = 0; i < tall; i++)
        {
            for (int j = 0; j < narrow; j++)
            {
                values[rows >= columns ? (i * columns) + j : (j * columns) + i] = gain * factors.Q[i, j] * (factors.R[j, j] < 0 ? -1 : 1);
            }
        }

        return Tensor.From(values, shape).To(dtype);
    }

    /// <summary>Normal numbers, but of each unit's connections a share is 0: units with few strong inputs (Martens 2010).</summary>
    /// <param name="shape">[outputs, inputs].</param>
    /// <param name="sparsity">The share of zeros of each output's inputs, from 0 to 1; rounded up to whole connections.</param>
    /// <param name="deviation">The standard deviation of the others.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The shape has not two axes, or the share is out of range.</exception>
    public static Tensor Sparse(Shape shape, double sparsity, double deviation = 0.01, Rng? rng = null, DType dtype = DType.Float32)
    {
        if (shape.Rank != 2 || sparsity is not (>= 0 and <= 1))
        {
            throw new ArgumentException($"Sparse: takes a shape [outputs, inputs] and a share from 0 to 1, and got {shape} and {sparsity}.");
        }

        rng ??= Rng.Current;
        (int outputs, int inputs) = (shape[0], shape[1]);
        double[] values = Tensor.Normal(shape, 0, deviation, rng, DType.Float64).ToArray<double>();
        for (int unit = 0; unit < outputs; unit++)
        {
            foreach (int input in rng.Permutation(inputs).AsSpan(0, (int)Math.Ceiling(sparsity * inputs)))
            {
                values[(unit * inputs) + input] = 0;
            }
        }

        return Tensor.From(values, shape).To(dtype);
    }

    private static int Both(string operation, Shape shape) =>
        checked(Connections(operation, shape, Fan.In) + Connections(operation, shape, Fan.Out));

    private static int Connections(string operation, Shape shape, Fan fan)
    {
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"{operation}: weights have the shape [outputs, inputs, ...], and {shape} has {shape.Rank} axes; a bias begins with Constant(shape, 0).");
        }

        return Math.Max(1, shape.Span[2..].Product() * shape[fan == Fan.In ? 1 : 0]);
    }
}
