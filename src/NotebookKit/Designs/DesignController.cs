using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Designs;

/// <summary>A recurrent network that writes designs word by word, and by REINFORCE learns to write those that score well.</summary>
/// <remarks>
/// Each word goes back in as the next input. After a batch of designs the gradient of the sum of log p (score - baseline) is followed, where the
/// baseline is a running mean of scores; a little entropy keeps it from settling too soon. Zoph and Le 2017; lecture S2 L11.
/// </remarks>
public sealed class DesignController : Module
{
    private readonly Embedding words;
    private readonly LstmCell memory;
    private readonly Linear[] heads;
    private readonly DesignSpace space;

    /// <summary>Makes an untrained writer.</summary>
    /// <param name="space">What it can write.</param>
    /// <param name="hidden">Numbers of its memory.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public DesignController(DesignSpace space, int hidden = 32, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        this.space = space;
        words = new Embedding(1 + space.Choices.Sum(choice => choice.Options.Count), hidden / 2, rng: rng);
        memory = new LstmCell(hidden / 2, hidden, rng: rng);
        heads = [.. space.Choices.Select(choice => new Linear(hidden, choice.Options.Count, rng: rng))];
    }

    /// <summary>Designs for each step of learning.</summary>
    public int BatchSize { get; init; } = 6;

    /// <summary>The rate of Adam.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>What a nat of entropy is worth.</summary>
    public double EntropyWeight { get; init; } = 0.002;

    /// <summary>Scores of every option of every choice for designs that are given word by word, [N, options of all choices].</summary>
    /// <param name="input">Int64 [N, choices]; what it would write next depends on the words before.</param>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int count = input.Shape[0], first = 1;
        Tensor word = Tensor.From(new long[count]);
        (Tensor Hidden, Tensor Cell)? state = null;
        List<Tensor> scores = [];
        for (int choice = 0; choice < heads.Length; choice++)
        {
            state = memory.Step(words.Forward(word), state);
            scores.Add(heads[choice].Forward(state.Value.Hidden));
            word = input[.., choice] + first;
            first += space.Choices[choice].Options.Count;
        }

        return Tensor.Concat(scores, 1);
    }

    /// <summary>Writes designs by its probabilities.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rng">Where chance comes from.</param>
    public IReadOnlyList<int[]> Write(int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        using BufferScope scope = new();
        int[][] designs = [.. Enumerable.Range(0, count).Select(_ => new int[heads.Length])];
        for (int choice = 0, from = 0; choice < heads.Length; from += space.Choices[choice++].Options.Count)
        {
            double[][] chances = Predict(Numbers(designs))[.., from..(from + space.Choices[choice].Options.Count)].Softmax(1).To(DType.Float64).ToJagged<double>();
            for (int i = 0; i < count; i++)
            {
                designs[i][choice] = rng.Pick(chances[i]);
            }
        }

        return designs;
    }

    /// <summary>Writes designs, has them judged, and learns from it.</summary>
    /// <param name="judge">Trains a design and scores it.</param>
    /// <param name="trials">How many designs.</param>
    /// <param name="rng">All chance; the session's generator when null.</param>
    public IReadOnlyList<DesignTrial> Search(Func<IReadOnlyList<int>, double> judge, int trials, Rng? rng = null)
    {
        Rng dice = rng ?? Rng.Current;
        Adam adam = new(Parameters()) { LearningRate = LearningRate };
        List<DesignTrial> all = [];
        double usual = 0, spread = 1;
        while (all.Count < trials)
        {
            DesignTrial[] batch = [.. Write(Math.Min(BatchSize, trials - all.Count), dice).Select(design => DesignSearch.Try(design, judge))];
            all.AddRange(batch);
            double mean = batch.Average(trial => trial.Score);
            usual = all.Count == batch.Length ? mean : (0.8 * usual) + (0.2 * mean);
            spread = Math.Sqrt(all.Average(trial => (trial.Score - usual) * (trial.Score - usual))) + 1e-8;
            using BufferScope scope = new();
            adam.ZeroGrad();
            Objective([.. batch.Select(trial => trial.Design)], [.. batch.Select(trial => (trial.Score - usual) / spread)]).Backward();
            adam.Step();
        }

        return all;
    }

    /// <summary>What is made small: minus the mean of log p times advantage, less the worth of the entropy.</summary>
    /// <param name="designs">Designs that were written.</param>
    /// <param name="advantages">How much better than usual each was.</param>
    public Tensor Objective(IReadOnlyList<IReadOnlyList<int>> designs, IReadOnlyList<double> advantages)
    {
        ArgumentNullException.ThrowIfNull(designs);
        ArgumentNullException.ThrowIfNull(advantages);
        Tensor numbers = Numbers(designs), scores = Forward(numbers);
        Tensor weights = Tensor.From([.. advantages.Select(number => (float)number)], [advantages.Count, 1]);
        List<Tensor> parts = [];
        for (int choice = 0, from = 0; choice < heads.Length; from += space.Choices[choice++].Options.Count)
        {
            Tensor logs = scores[.., from..(from + space.Choices[choice].Options.Count)].LogSoftmax(1);
            Tensor chosen = logs.Gather(1, numbers[.., choice..(choice + 1)]);
            parts.Add((chosen * weights).Mean() - ((logs.Exp() * logs).Sum(1).Mean() * EntropyWeight));
        }

        return -parts.Aggregate((sum, next) => sum + next);
    }

    private static Tensor Numbers(IReadOnlyList<IReadOnlyList<int>> designs) =>
        Tensor.From([.. designs.SelectMany(design => design.Select(option => (long)option))], [designs.Count, designs[0].Count]);
}
