using NotebookKit.Ops;

namespace NotebookKit.Attacks;

/// <summary>How the size of a change is measured.</summary>
public enum BallNorm
{
    /// <summary>The largest change of a pixel, max |d_i|: the ball is a cube.</summary>
    Infinity,

    /// <summary>The length, sqrt(sum d_i^2): the ball is round.</summary>
    Two,
}

/// <summary>The ball of all changes up to a size, one for each picture of a batch.</summary>
public static class NormBall
{
    /// <summary>The nearest point of the ball: pixels cut to [-r, r] for the cube, the whole change shortened to length r for the round one.</summary>
    /// <param name="change">[N, ...]: a change for each picture.</param>
    /// <param name="radius">r, 0 or more.</param>
    /// <param name="norm">Which ball.</param>
    /// <exception cref="ArgumentException">The change is not [N, ...] of floats, or the radius is negative.</exception>
    public static Tensor Project(Tensor change, double radius, BallNorm norm)
    {
        Require(nameof(Project), change, radius);
        if (norm == BallNorm.Infinity)
        {
            return change.Clamp(-radius, radius);
        }

        // Where the change is inside already, the factor is 1.
        Tensor length = Lengths(change, norm);
        return change * (radius / length.Clamp(Math.Max(radius, double.Epsilon), double.PositiveInfinity)).Reshape(Column(change));
    }

    /// <summary>A point of the ball for each picture, each part of the ball as likely as its volume.</summary>
    /// <param name="shape">[N, ...].</param>
    /// <param name="radius">r, 0 or more.</param>
    /// <param name="norm">Which ball.</param>
    /// <param name="rng">Where the points come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Random(Shape shape, double radius, BallNorm norm, Rng? rng = null, DType dtype = DType.Float32)
    {
        if (norm == BallNorm.Infinity)
        {
            Tensor cube = Tensor.Uniform(shape, -1, 1, rng, dtype);
            Require(nameof(Random), cube, radius);
            return cube * radius;
        }

        // A direction at random, and a radius whose d-th power is even.
        Tensor normal = Tensor.Normal(shape, rng: rng, dtype: dtype);
        Require(nameof(Random), normal, radius);
        double dimensions = normal.Count / Math.Max(1, normal.Shape[0]);
        Tensor reach = Tensor.Uniform([normal.Shape[0]], rng: rng, dtype: dtype).Pow(1 / dimensions) * radius;
        return normal * (reach / Lengths(normal, norm)).Reshape(Column(normal));
    }

    /// <summary>The size of each picture's change, [N].</summary>
    public static Tensor Lengths(Tensor change, BallNorm norm)
    {
        Require(nameof(Lengths), change, 0);
        Tensor rows = change.Reshape(change.Shape[0], -1);
        return norm == BallNorm.Infinity ? rows.Abs().Amax(1) : rows.Norm(2, 1);
    }

    private static int[] Column(Tensor change)
    {
        int[] sizes = new int[change.Rank];
        Array.Fill(sizes, 1);
        sizes[0] = change.Shape[0];
        return sizes;
    }

    private static void Require(string what, Tensor change, double radius)
    {
        ArgumentNullException.ThrowIfNull(change);
        Check.Floats($"NormBall.{what}", change);
        if (change.Rank < 2 || !(radius >= 0 && double.IsFinite(radius)))
        {
            throw new ArgumentException($"NormBall.{what}: takes changes [N, ...] and a radius of 0 or more, and got {change.Shape} and {radius}.", nameof(change));
        }
    }
}
