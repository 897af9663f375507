namespace NotebookKit.Generative;

/// <summary>What forger and detective each want, from the scores that the detective gives: a high score means that it takes an example for real.</summary>
/// <remarks>
/// Scores are numbers of any size, before the sigmoid, so that no logarithm of 0 ever arises. With s the sigmoid, r scores of real and f of forged examples:
/// <code>
/// detective, minimax and non-saturating   -mean(a ln s(r) + (1 - a) ln(1 - s(r))) - mean(ln(1 - s(f)))
/// forger, minimax                          mean(ln(1 - s(f)))      its slope -s(f) dies where the detective sees through all
/// forger, non-saturating                  -mean(ln s(f))           its slope s(f) - 1 is largest there
/// least squares                            detective mean((r - a)^2) / 2 + mean(f^2) / 2, forger mean((f - 1)^2) / 2
/// </code>
/// a is <see cref="RealLabel"/>. Goodfellow et al. 2014; Mao et al. 2017 (least squares); Salimans et al. 2016 (one-sided smoothing); lecture S2 L12 names the family.
/// </remarks>
public sealed record GanLoss
{
    private readonly string name;
    private readonly bool isSquared;
    private readonly bool saturates;

    private GanLoss(string name, bool isSquared, bool saturates) => (this.name, this.isSquared, this.saturates) = (name, isSquared, saturates);

    /// <summary>The game as it was first written: one value, which the one raises and the other lowers.</summary>
    public static GanLoss Minimax { get; } = new("minimax", false, true);

    /// <summary>The forger raises the probability of being taken for real, instead of lowering that of being caught.</summary>
    public static GanLoss NonSaturating { get; } = new("non-saturating", false, false);

    /// <summary>Squared distances to the labels 1 and 0.</summary>
    public static GanLoss LeastSquares { get; } = new("least squares", true, false);

    /// <summary>What a real example should be called, above 0 and up to 1; 0.9 keeps a detective from boundless certainty. Forgeries are always 0.</summary>
    public double RealLabel
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "GanLoss: RealLabel is above 0 and at most 1; 1 for none, 0.9 for smooth labels.");
    } = 1;

    /// <summary>The detective's loss, one number.</summary>
    /// <param name="real">Scores of real examples, any shape.</param>
    /// <param name="fake">Scores of forged ones, any shape.</param>
    /// <exception cref="ArgumentException">There are no scores, or they are no floats.</exception>
    public Tensor Discriminator(Tensor real, Tensor fake)
    {
        Check(real, nameof(real));
        Check(fake, nameof(fake));
        return isSquared
            ? ((real - RealLabel).Square().Mean() + fake.Square().Mean()) * 0.5
            : (real.Softplus() - (real * RealLabel)).Mean() + fake.Softplus().Mean();
    }

    /// <summary>The forger's loss, one number.</summary>
    /// <param name="fake">Scores of its examples, any shape.</param>
    /// <exception cref="ArgumentException">There are no scores, or they are no floats.</exception>
    public Tensor Generator(Tensor fake)
    {
        Check(fake, nameof(fake));
        return isSquared ? (fake - 1).Square().Mean() * 0.5 : saturates ? -fake.Softplus().Mean() : (-fake).Softplus().Mean();
    }

    /// <summary>Its name.</summary>
    public override string ToString() => RealLabel == 1 ? name : FormattableString.Invariant($"{name}, real examples called {RealLabel}");

    private static void Check(Tensor scores, string parameter)
    {
        ArgumentNullException.ThrowIfNull(scores, parameter);
        if (scores.Count == 0 || !scores.DType.IsFloat())
        {
            throw new ArgumentException($"GanLoss: takes scores of the {parameter} examples, floats and one at least, and got {scores.Shape} {scores.DType}.", parameter);
        }
    }
}
