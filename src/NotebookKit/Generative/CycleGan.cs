using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Generative;

/// <summary>Translation between two sets without pairs: one network there, one back, a detective at each end, and what goes there and back must be what it was.</summary>
/// <remarks>
/// With F there and B back: L = L_gan(F) + L_gan(B) + w (mean |B(F(x)) - x| + mean |F(B(y)) - y|) + v (mean |F(y) - y| + mean |B(x) - x|), where w is
/// <see cref="CycleWeight"/> and v <see cref="IdentityWeight"/>. The detectives learn from a pool of forgeries. The circle rules out translations that cannot
/// be undone; it does not say which of the others is meant. Zhu, Park, Isola and Efros 2017; lecture S2 L12 (cycle consistent GANs).
/// </remarks>
public sealed class CycleGan
{
    private readonly Adam translators;
    private readonly Adam detectives;
    private readonly ReplayPool targetPool;
    private readonly ReplayPool sourcePool;
    private int steps;

    /// <summary>Puts four networks together.</summary>
    /// <param name="there">From source to target, of the same form.</param>
    /// <param name="back">From target to source.</param>
    /// <param name="targetDetective">Scores of target examples, of any form: one an example, or one a patch.</param>
    /// <param name="sourceDetective">Scores of source examples.</param>
    /// <param name="poolSize">Earlier forgeries that each detective's pool holds; 0 for none.</param>
    public CycleGan(Module there, Module back, Module targetDetective, Module sourceDetective, int poolSize = 50)
    {
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(back);
        ArgumentNullException.ThrowIfNull(targetDetective);
        ArgumentNullException.ThrowIfNull(sourceDetective);
        (There, Back, TargetDetective, SourceDetective) = (there, back, targetDetective, sourceDetective);
        translators = new([.. there.Parameters(), .. back.Parameters()]) { Beta1 = 0.5 };
        detectives = new([.. targetDetective.Parameters(), .. sourceDetective.Parameters()]) { Beta1 = 0.5 };
        (targetPool, sourcePool) = (new(poolSize), new(poolSize));
    }

    /// <summary>From source to target.</summary>
    public Module There { get; }

    /// <summary>From target to source.</summary>
    public Module Back { get; }

    /// <summary>Tells target examples from translated ones.</summary>
    public Module TargetDetective { get; }

    /// <summary>Tells source examples from translated ones.</summary>
    public Module SourceDetective { get; }

    /// <summary>What translators and detectives want of each other.</summary>
    public GanLoss Loss { get; init; } = GanLoss.LeastSquares;

    /// <summary>How much the circles count; 0 leaves two GANs that know nothing of each other.</summary>
    public double CycleWeight { get; init => field = Weight(nameof(CycleWeight), value); } = 10;

    /// <summary>How much a translator should leave alone what is already in its target; 0 for not at all. The paper took half the weight of the circle for paintings.</summary>
    public double IdentityWeight { get; init => field = Weight(nameof(IdentityWeight), value); }

    /// <summary>The rate of Adam for the translators; may be changed on the way.</summary>
    public double LearningRate { get; set; } = 2e-4;

    /// <summary>The rate of Adam for the detectives; that of the translators when null.</summary>
    public double? DetectiveRate { get; set; }

    /// <summary>Mean |back(there(x)) - x|: zero for maps that undo each other on these examples.</summary>
    /// <param name="examples">x, any shape.</param>
    /// <param name="there">A map.</param>
    /// <param name="back">A map that should undo it.</param>
    /// <exception cref="ArgumentException">What comes back has another shape.</exception>
    public static Tensor CycleLoss(Tensor examples, Func<Tensor, Tensor> there, Func<Tensor, Tensor> back)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(there);
        ArgumentNullException.ThrowIfNull(back);
        return Distance(back(there(examples)), examples);
    }

    /// <summary>Target examples made of source examples, in the manner of use.</summary>
    public Tensor Translate(Tensor source) => There.Predict(source);

    /// <summary>Source examples made of target examples, in the manner of use.</summary>
    public Tensor TranslateBack(Tensor target) => Back.Predict(target);

    /// <summary>Learns from two sets; nothing says which example of the one belongs to which of the other.</summary>
    /// <param name="source">[N, ...].</param>
    /// <param name="target">[M, ...].</param>
    /// <param name="count">Steps.</param>
    /// <param name="batchSize">Examples of each set in a step.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <param name="progress">Told every step.</param>
    /// <exception cref="ArgumentException">A set has fewer examples than a batch.</exception>
    /// <exception cref="InvalidOperationException">A loss is no longer a number.</exception>
    public CycleHistory Learn(Tensor source, Tensor target, int count, int batchSize = 32, Rng? rng = null, Action<CycleStep>? progress = null)
    {
        Rng dice = rng ?? Rng.Current;
        Batches sources = new($"{nameof(CycleGan)}, source", source, batchSize, dice), targets = new($"{nameof(CycleGan)}, target", target, batchSize, dice);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        List<CycleStep> losses = [];
        for (int number = 1; number <= count; number++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            losses.Add(Step(sources.Next(), targets.Next(), dice) with { Number = number });
            progress?.Invoke(losses[^1]);
        }

        return new(losses);
    }

    /// <summary>One step of the translators, then one of the detectives.</summary>
    /// <param name="source">Source examples.</param>
    /// <param name="target">Target examples.</param>
    /// <param name="rng">What the pools give back; the session's generator when null.</param>
    /// <returns>The losses before the steps, and which step this was in the life of the four.</returns>
    /// <exception cref="InvalidOperationException">A loss is no longer a number.</exception>
    public CycleStep Step(Tensor source, Tensor target, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        (translators.LearningRate, detectives.LearningRate) = (LearningRate, DetectiveRate ?? LearningRate);
        There.IsTraining = Back.IsTraining = TargetDetective.IsTraining = SourceDetective.IsTraining = true;
        (Tensor fakeTarget, Tensor fakeSource, double forged, double circle) = Translate(source, target);
        double caught = Detect(source, target, targetPool.Exchange(fakeTarget, rng), sourcePool.Exchange(fakeSource, rng));
        steps++;
        return new(steps, caught, forged, circle);
    }

    /// <summary>Who plays, in a line.</summary>
    public override string ToString() => FormattableString.Invariant($"CycleGAN ({Loss}, circle {CycleWeight}, identity {IdentityWeight}): {There} there, {Back} back, judged by {TargetDetective} and {SourceDetective}");

    private static double Weight(string name, double value) =>
        value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"CycleGan: {name} is 0 or more.");

    private static Tensor Distance(Tensor made, Tensor wanted) => made.Shape == wanted.Shape
        ? (made - wanted).Abs().Mean()
        : throw new ArgumentException($"CycleGan: {wanted.Shape} came back as {made.Shape}; translators keep the form of examples.", nameof(made));

    private (Tensor FakeTarget, Tensor FakeSource, double Forged, double Circle) Translate(Tensor source, Tensor target)
    {
        translators.ZeroGrad();
        using Stillness still = new(TargetDetective, SourceDetective);
        Tensor fakeTarget = There.Forward(source), fakeSource = Back.Forward(target);
        Tensor forged = Loss.Generator(TargetDetective.Forward(fakeTarget)) + Loss.Generator(SourceDetective.Forward(fakeSource));
        Tensor circle = Distance(Back.Forward(fakeTarget), source) + Distance(There.Forward(fakeSource), target), whole = forged + (circle * CycleWeight);
        if (IdentityWeight > 0)
        {
            whole += (Distance(There.Forward(target), target) + Distance(Back.Forward(source), source)) * IdentityWeight;
        }

        Finite(whole, "translators");
        whole.Backward();
        translators.Step();
        return (fakeTarget, fakeSource, forged.Item(), circle.Item());
    }

    private double Detect(Tensor source, Tensor target, Tensor fakeTarget, Tensor fakeSource)
    {
        detectives.ZeroGrad();
        Tensor loss = Loss.Discriminator(TargetDetective.Forward(target), TargetDetective.Forward(fakeTarget))
            + Loss.Discriminator(SourceDetective.Forward(source), SourceDetective.Forward(fakeSource));
        double number = Finite(loss, "detectives");
        loss.Backward();
        detectives.Step();
        return number;
    }

    private double Finite(Tensor loss, string who)
    {
        double number = loss.Item();
        return double.IsFinite(number)
            ? number
            : throw new InvalidOperationException($"CycleGan: the loss of the {who} is {number} in step {steps + 1}; try a smaller LearningRate.");
    }
}
