using NotebookKit.Gradients;
using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Generative;

/// <summary>A generative adversarial network: a forger turns noise into examples, a detective tells them from real ones, and each learns from the other.</summary>
/// <remarks>
/// <code>
/// Gan gan = new(Dcgan.Generator(32), Dcgan.Discriminator(), latentSize: 32);
/// gan.Learn(pictures, steps: 2000);
/// Tensor forged = gan.Sample(64);
/// </code>
/// A step is one step of the detective on real and forged examples, then one of the forger through the detective, which is held still. Goodfellow et al. 2014;
/// the constants are those of Radford, Metz and Chintala 2016.
/// </remarks>
public sealed class Gan
{
    private const int SampleBatch = 500;
    private readonly Optimizer generatorOptimizer;
    private readonly Optimizer discriminatorOptimizer;
    private int steps;

    /// <summary>Puts forger and detective against each other.</summary>
    /// <param name="generator">Noise [N, latentSize] to examples [N, ...].</param>
    /// <param name="discriminator">Examples to a score each, before the sigmoid; high for real.</param>
    /// <param name="latentSize">Numbers of noise for an example.</param>
    /// <param name="generatorOptimizer">Of the generator's parameters; Adam with a rate of 2e-4 and beta1 = 0.5 when null.</param>
    /// <param name="discriminatorOptimizer">Of the discriminator's parameters; the same when null.</param>
    public Gan(Module generator, Module discriminator, int latentSize, Optimizer? generatorOptimizer = null, Optimizer? discriminatorOptimizer = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(discriminator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latentSize);
        (Generator, Discriminator, LatentSize) = (generator, discriminator, latentSize);
        this.generatorOptimizer = generatorOptimizer ?? Customary(generator);
        this.discriminatorOptimizer = discriminatorOptimizer ?? Customary(discriminator);
    }

    /// <summary>The forger.</summary>
    public Module Generator { get; }

    /// <summary>The detective.</summary>
    public Module Discriminator { get; }

    /// <summary>Numbers of noise for an example.</summary>
    public int LatentSize { get; }

    /// <summary>What each wants.</summary>
    public GanLoss Loss { get; init; } = GanLoss.NonSaturating;

    /// <summary>The weight of <see cref="RealPenalty"/>; 0 for none.</summary>
    public double RealPenaltyWeight { get; init; }

    /// <summary>Steps from one use of the penalty to the next; it then counts that many times.</summary>
    public int RealPenaltyEvery { get; init; } = 4;

    /// <summary>The mean of the generator's weights over the last steps, from which samples are drawn; the weights as they are when null.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>Who looks at samples on the way; nobody when null.</summary>
    public SampleJudge? Judge { get; init; }

    /// <summary>Steps from one look at samples to the next, by the judge and by the caller.</summary>
    public int LookEvery { get; init; } = 100;

    /// <summary>Samples that the judge gets.</summary>
    public int JudgedSamples { get; init; } = 500;

    /// <summary>Noise, [count, latentSize], normal.</summary>
    /// <param name="count">Rows.</param>
    /// <param name="rng">The session's generator when null.</param>
    public Tensor Noise(int count, Rng? rng = null) => Tensor.Normal(new Shape(count, LatentSize), rng: rng, dtype: Kind);

    /// <summary>Forged examples, made in the manner of use.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rng">The session's generator when null.</param>
    public Tensor Sample(int count, Rng? rng = null) => Make(Noise(count, rng));

    /// <summary>The examples that noise becomes, in the manner of use.</summary>
    /// <param name="noise">[N, latentSize].</param>
    /// <exception cref="ArgumentException">The noise has another form.</exception>
    public Tensor Make(Tensor noise)
    {
        ArgumentNullException.ThrowIfNull(noise);
        if (noise.Rank != 2 || noise.Shape[1] != LatentSize || noise.Shape[0] == 0)
        {
            throw new ArgumentException($"Gan.Make: takes noise [N, {LatentSize}], and got {noise.Shape}.", nameof(noise));
        }

        Module maker = Average?.Model ?? Generator;
        using IDisposable off = Gradient.Off();
        return Tensor.Concat([.. Enumerable.Range(0, (noise.Shape[0] + SampleBatch - 1) / SampleBatch)
            .Select(part => maker.Predict(noise[(part * SampleBatch)..Math.Min(noise.Shape[0], (part + 1) * SampleBatch)]))]);
    }

    /// <summary>Plays.</summary>
    /// <param name="real">Real examples, [N, ...].</param>
    /// <param name="count">Steps.</param>
    /// <param name="batchSize">Real examples of a step, and as many forged ones.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    /// <param name="progress">Told every step.</param>
    /// <param name="samples">Shown 64 samples of always the same noise, after step 1 and every <see cref="LookEvery"/> steps.</param>
    /// <exception cref="ArgumentException">There are fewer real examples than a batch has.</exception>
    /// <exception cref="InvalidOperationException">A loss is no longer a number.</exception>
    public GanHistory Learn(Tensor real, int count, int batchSize = 64, Rng? rng = null, Action<GanStep>? progress = null, Action<int, Tensor>? samples = null)
    {
        Batches batches = new(nameof(Gan), real, batchSize, rng ?? Rng.Current);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Rng dice = rng ?? Rng.Current, looks = dice.Fork();
        Tensor shown = Noise(64, looks), judged = Noise(JudgedSamples, looks);
        List<GanStep> losses = [];
        List<(int, SampleReport)> reports = [];
        for (int number = 1; number <= count; number++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            losses.Add(Step(batches.Next(), dice) with { Number = number });
            progress?.Invoke(losses[^1]);
            if (number % LookEvery == 0 || number == count)
            {
                if (Judge is not null)
                {
                    reports.Add((number, Judge.Look(Make(judged))));
                }
            }

            if (samples is not null && (number == 1 || number % LookEvery == 0 || number == count))
            {
                samples(number, Make(shown).Clone().Keep());
            }
        }

        return new(losses, reports);
    }

    /// <summary>One step of each.</summary>
    /// <param name="real">Real examples.</param>
    /// <param name="rng">The noise; the session's generator when null.</param>
    /// <returns>The losses before the steps, and which step this was in the life of the two.</returns>
    /// <exception cref="InvalidOperationException">A loss is no longer a number.</exception>
    public GanStep Step(Tensor real, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        Generator.IsTraining = Discriminator.IsTraining = true;
        Tensor fake = Generator.Forward(Noise(real.Shape[0], rng));
        double caught = Detect(real, fake.Detach()), forged = Forge(fake);
        steps++;
        Average?.Add(Generator);
        return new(steps, caught, forged);
    }

    /// <summary>Who plays, in a line.</summary>
    public override string ToString() => $"GAN ({Loss}): {Generator} against {Discriminator}";

    private DType Kind => Generator.Parameters().FirstOrDefault()?.DType ?? DType.Float32;

    private static Adam Customary(Module model) => new(model.Parameters()) { LearningRate = 2e-4, Beta1 = 0.5 };

    private double Detect(Tensor real, Tensor fake)
    {
        discriminatorOptimizer.ZeroGrad();
        Tensor loss = Loss.Discriminator(Discriminator.Forward(real), Discriminator.Forward(fake));
        Tensor whole = RealPenaltyWeight > 0 && steps % RealPenaltyEvery == 0
            ? loss + RealPenalty.Of(Discriminator, real, RealPenaltyWeight * RealPenaltyEvery)
            : loss;
        double number = Finite(loss, "detective");
        whole.Backward();
        discriminatorOptimizer.Step();
        return number;
    }

    // The forged examples of the detective's step serve again: only the detective has moved since.
    private double Forge(Tensor fake)
    {
        generatorOptimizer.ZeroGrad();
        using Stillness still = new(Discriminator);
        Tensor loss = Loss.Generator(Discriminator.Forward(fake));
        double number = Finite(loss, "forger");
        loss.Backward();
        generatorOptimizer.Step();
        return number;
    }

    private double Finite(Tensor loss, string who)
    {
        double number = loss.Item();
        return double.IsFinite(number)
            ? number
            : throw new InvalidOperationException($"Gan: the {who}'s loss is {number} in step {steps + 1}; try a smaller LearningRate, or ClipNorm.");
    }
}
