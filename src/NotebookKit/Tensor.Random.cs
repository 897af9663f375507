using NotebookKit.Kernels;
using NotebookKit.Ops;

namespace NotebookKit;

/// <content>
/// Random numbers of many distributions. Each element takes random words of its own, so a seed fixes the numbers whatever the number of
/// threads; see <see cref="Rng"/>. Computed in double precision and rounded; no gradient flows through a draw.
/// </content>
public partial class Tensor
{
    /// <summary>Ones with probability p, else zeros.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="p">The probability of a one.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Any kind of number.</param>
    public static Tensor Bernoulli(Shape shape, double p = 0.5, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(p is >= 0 and <= 1, nameof(Bernoulli), shape, $"p is a probability, 0 to 1, and not {p}");
        return Drawn(shape, rng, dtype, (ref Draws draws, int _) => draws.Unit() < p ? 1 : 0);
    }

    /// <summary>A one or a zero for each probability of a tensor, in its shape and dtype.</summary>
    /// <param name="probabilities">Numbers from 0 to 1.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Tensor Bernoulli(Tensor probabilities, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        Check.Floats(nameof(Bernoulli), probabilities);
        double[] p = probabilities.ToArray<double>();
        int wrong = Array.FindIndex(p, value => value is not (>= 0 and <= 1));
        Require(wrong < 0, nameof(Bernoulli), probabilities.Shape, $"probabilities are 0 to 1, and not {(wrong < 0 ? 0 : p[wrong])}");
        return Drawn(probabilities.Shape, rng, probabilities.DType, (ref Draws draws, int i) => draws.Unit() < p[i] ? 1 : 0);
    }

    /// <summary>Whole numbers from low to high - 1, each equally likely; Int64.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="low">The lowest number.</param>
    /// <param name="high">The end that is not reached.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Tensor RandomIntegers(Shape shape, long low, long high, Rng? rng = null)
    {
        Require(low < high, nameof(RandomIntegers), shape, $"low {low} is below high {high}");
        ulong key = (rng ?? Rng.Current).NextKey();
        ulong width = unchecked((ulong)high - (ulong)low);
        long[] values = new long[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = unchecked(low + (long)new Draws(key, (ulong)i).Below(width));
        }

        return From(values, shape);
    }

    /// <summary>The numbers 0 to count - 1 in random order, [count] of Int64.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    public static Tensor Permutation(int count, Rng? rng = null)
    {
        Require(count >= 0, nameof(Permutation), [], $"the count {count} is 0 or more");
        return From(Array.ConvertAll((rng ?? Rng.Current).Permutation(count), place => (long)place));
    }

    /// <summary>Waiting times: density rate e^(-rate x) above 0, mean 1 / rate.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="rate">Above 0.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Exponential(Shape shape, double rate = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(IsPositive(rate), nameof(Exponential), shape, $"the rate is above 0, and not {rate}");
        return Drawn(shape, rng, FloatOnly(dtype, nameof(Exponential)), (ref Draws draws, int _) => draws.Exponential() / rate);
    }

    /// <summary>The gamma distribution: density in proportion to x^(k - 1) e^(-x / scale) above 0, mean k scale, variance k scale^2.</summary>
    /// <param name="shape">The shape of the tensor.</param>
    /// <param name="concentration">k, above 0.</param>
    /// <param name="scale">Above 0.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Gamma(Shape shape, double concentration, double scale = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(IsPositive(concentration) && IsPositive(scale), nameof(Gamma), shape, $"concentration and scale are above 0, and not {concentration} and {scale}");
        return Drawn(shape, rng, FloatOnly(dtype, nameof(Gamma)), (ref Draws draws, int _) => scale * Math.Exp(Distributions.LogGamma(ref draws, concentration)));
    }

    /// <summary>The beta distribution on 0 to 1: density in proportion to x^(a - 1) (1 - x)^(b - 1), mean a / (a + b).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Beta(Shape shape, double a, double b, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(IsPositive(a) && IsPositive(b), nameof(Beta), shape, $"a and b are above 0, and not {a} and {b}");
        return Drawn(shape, rng, FloatOnly(dtype, nameof(Beta)), (ref Draws draws, int _) => Distributions.Beta(ref draws, a, b));
    }

    /// <summary>How many events happen in a unit of time at a rate: P(k) = rate^k e^(-rate) / k!, mean and variance the rate.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="rate">0 to 10^15.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Any kind of number.</param>
    public static Tensor Poisson(Shape shape, double rate, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(rate is >= 0 and <= 1e15, nameof(Poisson), shape, $"the rate is 0 to 10^15, and not {rate}");
        return Drawn(shape, rng, dtype, (ref Draws draws, int _) => Distributions.Poisson(ref draws, rate));
    }

    /// <summary>How many of n trials with probability p succeed: mean n p, variance n p (1 - p).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="trials">n, 0 or more.</param>
    /// <param name="p">The probability of success.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Any kind of number.</param>
    public static Tensor Binomial(Shape shape, int trials, double p, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(trials >= 0 && p is >= 0 and <= 1, nameof(Binomial), shape, $"there are 0 trials or more with a probability of 0 to 1, and not {trials} with {p}");
        return Drawn(shape, rng, dtype, (ref Draws draws, int _) => Distributions.Binomial(ref draws, trials, p));
    }

    /// <summary>Laplace's distribution: density e^(-|x - mean| / scale) / (2 scale), variance 2 scale^2.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="mean">The middle.</param>
    /// <param name="scale">Above 0.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Laplace(Shape shape, double mean = 0, double scale = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Require(IsPositive(scale) && double.IsFinite(mean), nameof(Laplace), shape, $"the scale is above 0 and the mean finite, and not {scale} and {mean}");
        return Drawn(shape, rng, FloatOnly(dtype, nameof(Laplace)), (ref Draws draws, int _) => mean + (draws.Exponential() * (draws.Unit() < 0.5 ? -scale : scale)));
    }

    /// <summary>The normal distribution between two bounds, as if draws outside were thrown away.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="mean">The mean before cutting.</param>
    /// <param name="deviation">The standard deviation before cutting, above 0.</param>
    /// <param name="low">The lowest number.</param>
    /// <param name="high">The highest number.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor TruncatedNormal(Shape shape, double mean = 0, double deviation = 1, double low = -2, double high = 2, Rng? rng = null, DType dtype = DType.Float32)
    {
        double from = (low - mean) / deviation;
        double to = (high - mean) / deviation;
        bool hasMass = IsPositive(deviation) && from < to && (from > 0 ? Distributions.Below(-from) > Distributions.Below(-to) : Distributions.Below(to) > Distributions.Below(from));
        Require(hasMass, nameof(TruncatedNormal), shape, $"between {low} and {high} lies none of the normal distribution with mean {mean} and deviation {deviation}");
        return Drawn(
            shape, rng, FloatOnly(dtype, nameof(TruncatedNormal)), (ref Draws draws, int _) => Math.Clamp(mean + (deviation * Distributions.TruncatedNormal(ref draws, from, to)), low, high));
    }

    /// <summary>A matrix with orthonormal columns, or rows when it is wide, any direction equally likely: Q of the <see cref="Qr"/> of normal numbers.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="gain">By what it is multiplied.</param>
    /// <param name="rng">Where the randomness comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Orthogonal(int rows, int columns, double gain = 1, Rng? rng = null, DType dtype = DType.Float32)
    {
        Shape shape = new(rows, columns);
        Require(double.IsFinite(gain), nameof(Orthogonal), shape, $"the gain is finite, and not {gain}");
        Tensor normal = Normal(new Shape(Math.Max(rows, columns), Math.Min(rows, columns)), rng: rng, dtype: DType.Float64);
        Tensor q = normal.Qr().Q * gain;
        return (rows < columns ? q.Transpose().Contiguous() : q).To(FloatOnly(dtype, nameof(Orthogonal)));
    }

    private static bool IsPositive(double value) => value > 0 && double.IsFinite(value);

    private static void Require(bool holds, string operation, Shape shape, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"{operation} of shape {shape}: {rule}.");
        }
    }

    private static Tensor Drawn(Shape shape, Rng? rng, DType dtype, Drawing draw)
    {
        double[] values = new double[shape.Count];
        Distributions.Fill(values, (rng ?? Rng.Current).NextKey(), draw);
        return From(values, shape).To(dtype);
    }
}
