using NotebookKit.Layers;
using NotebookKit.Losses;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Designs;

/// <summary>A recurrent network that reads a design as a sentence and guesses how well the network would do, without training it.</summary>
/// <remarks>Words are embedded, a GRU reads them, the last state gives one number. It learns from designs that were tried. Lecture S2 L11 (text in, accuracy out).</remarks>
public sealed class AccuracyPredictor : Module
{
    private readonly DesignSpace space;
    private readonly Embedding words;
    private readonly Gru reader;
    private readonly Linear guess;
    private double mean;
    private double spread = 1;

    /// <summary>Makes an untrained reader.</summary>
    /// <param name="space">What it can read.</param>
    /// <param name="hidden">Numbers of its memory.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public AccuracyPredictor(DesignSpace space, int hidden = 24, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        this.space = space;
        words = new Embedding(space.Choices.Sum(choice => choice.Options.Count), hidden / 2, rng: rng);
        reader = new Gru(hidden / 2, hidden, batchFirst: true, rng: rng);
        guess = new Linear(hidden, 1, rng: rng);
    }

    /// <summary>Guesses [N, 1], in units of the spread of what it learned from.</summary>
    /// <param name="input">Numbers of words, Int64 [N, choices].</param>
    public override Tensor Forward(Tensor input) => guess.Forward(reader.Run(words.Forward(input)).Hidden[0]);

    /// <summary>Learns from designs that were tried.</summary>
    /// <param name="trials">Sentences and their scores, two at least.</param>
    /// <param name="steps">Steps of Adam over all of them.</param>
    /// <param name="rate">Its rate.</param>
    /// <exception cref="FormatException">A sentence is none of the space.</exception>
    public void Fit(IReadOnlyList<(string Text, double Score)> trials, int steps = 300, double rate = 5e-3)
    {
        ArgumentNullException.ThrowIfNull(trials);
        ArgumentOutOfRangeException.ThrowIfLessThan(trials.Count, 2);
        mean = trials.Average(trial => trial.Score);
        spread = Math.Sqrt(trials.Average(trial => (trial.Score - mean) * (trial.Score - mean))) + 1e-8;
        Tensor inputs = Read([.. trials.Select(trial => trial.Text)]);
        Tensor targets = Tensor.From([.. trials.Select(trial => (float)((trial.Score - mean) / spread))], [trials.Count, 1]);
        AdamW adam = new(Parameters()) { LearningRate = rate, WeightDecay = 0.05 };
        for (int step = 0; step < steps; step++)
        {
            Cancellation.ThrowIfRequested();
            using BufferScope scope = new();
            adam.ZeroGrad();
            Loss.MeanSquaredError(Forward(inputs), targets).Backward();
            adam.Step();
        }
    }

    /// <summary>Guesses scores of designs.</summary>
    /// <param name="texts">Their sentences.</param>
    /// <exception cref="FormatException">A sentence is none of the space.</exception>
    public double[] Guess(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return texts.Count == 0 ? [] : [.. Predict(Read(texts)).ToArray<float>().Select(number => mean + (spread * number))];
    }

    private Tensor Read(IReadOnlyList<string> texts)
    {
        int[] first = new int[space.Choices.Count];
        for (int i = 1; i < first.Length; i++)
        {
            first[i] = first[i - 1] + space.Choices[i - 1].Options.Count;
        }

        return Tensor.From([.. texts.SelectMany(text => space.Parse(text).Select((option, i) => (long)(first[i] + option)))], [texts.Count, first.Length]);
    }
}
