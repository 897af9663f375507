using NotebookKit.Layers;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>Describes pictures: what a convolutional network sees begins the sentence, and a recurrent one writes it until END.</summary>
/// <remarks>
/// The lecture's h = tanh(W_xh x + W_hh h + W_ih v): v, the last features of the network, enters the state; here once, before START, through tanh(W v).
/// Vinyals et al. 2015; Karpathy and Fei-Fei 2015; lectures S1, S2 L10, L12.
/// </remarks>
public sealed class Captioner : Module
{
    private readonly Module eye;
    private readonly Linear bridge;
    private readonly SequenceDecoder writer;

    /// <summary>Makes a captioner.</summary>
    /// <param name="eye">From pictures to features [N, features]; trained before or not, it learns along.</param>
    /// <param name="features">How many features.</param>
    /// <param name="tokens">Words to write with.</param>
    /// <param name="hidden">Numbers of the writer's state.</param>
    /// <param name="embedding">Numbers of a word.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public Captioner(Module eye, int features, Tokens tokens, int hidden = 128, int embedding = 32, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(eye);
        this.eye = eye;
        bridge = new Linear(features, hidden, rng: rng);
        writer = new SequenceDecoder(tokens, hidden, embedding, hasAttention: false, rng);
    }

    /// <summary>What it writes with.</summary>
    public Tokens Tokens => writer.Tokens;

    /// <summary>An eye for small colour pictures: three stages of a convolution, halved after each, then 128 features.</summary>
    /// <remarks>The features are normalised over the batch: what all pictures have in common would otherwise drive the writer's first state to its limits, where the pictures no longer differ.</remarks>
    /// <param name="side">Pixels of a side, a multiple of 8.</param>
    /// <param name="rng">Where the first weights come from.</param>
    public static Sequential SmallEye(int side = 32, Rng? rng = null)
    {
        if (side < 8 || side % 8 != 0)
        {
            throw new ArgumentException($"SmallEye: pictures have a side that is a multiple of 8, and not {side}.", nameof(side));
        }

        Module[] Stage(int inputs, int outputs) =>
            [new Conv2d(inputs, outputs, 3, padding: 1, rng: rng), new BatchNorm2d(outputs), new ReLU(), new MaxPool2d(2)];
        return new([.. Stage(3, 16), .. Stage(16, 32), .. Stage(32, 64), new Flatten(), new Linear(side * side, 128, rng: rng), new BatchNorm1d(128)]);
    }

    /// <summary>The state that the writer begins with, [N, hidden].</summary>
    public override Tensor Forward(Tensor input) => bridge.Forward(eye.Forward(input)).Tanh();

    /// <summary>The mean surprise by a word of the right sentences, in nats.</summary>
    /// <param name="pictures">[N, ..].</param>
    /// <param name="captions">N sentences.</param>
    public Tensor Loss(Tensor pictures, IReadOnlyList<string> captions)
    {
        Tensor target = Tokens.Batch(captions).Numbers;
        return SequenceLoss.CrossEntropy(writer.Run(SequenceLoss.Shifted(target), Forward(pictures)).Scores, target);
    }

    /// <summary>Learns from scenes, drawn anew for every step.</summary>
    /// <param name="scenes">Pictures with their sentences.</param>
    /// <param name="optimizer">Of this model's parameters.</param>
    /// <param name="steps">Steps of the optimiser.</param>
    /// <param name="batchSize">Scenes of a step.</param>
    /// <param name="rng">Which scenes; the session's generator when null.</param>
    /// <param name="progress">Told each step's number, from 1, and its loss in nats a word.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Learn(CaptionedScenes scenes, Optimizer optimizer, int steps, int batchSize = 64, Rng? rng = null, Action<int, double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(scenes);
        SequenceTraining.Run(this, optimizer, steps, dice =>
        {
            int[] which = [.. Enumerable.Range(0, batchSize).Select(_ => dice.Next(scenes.Count))];
            return Loss(scenes.Pictures.IndexSelect(0, Tensor.From([.. which.Select(i => (long)i)])), [.. which.Select(i => scenes.Captions[i])]);
        }, rng, progress);
    }

    /// <summary>Describes pictures, taking the likeliest word at every step.</summary>
    /// <param name="pictures">[N, ..].</param>
    /// <param name="longest">Words at most.</param>
    public IReadOnlyList<string> Describe(Tensor pictures, int longest = 20) => SequenceTraining.Judging(this, () =>
        (IReadOnlyList<string>)[.. writer.Write(Forward(pictures), longest: longest).Select(Tokens.Decode)]);

    /// <summary>Describes one picture by beam search: the best few sentences, with the logarithms of their probabilities.</summary>
    /// <param name="picture">[1, ..].</param>
    /// <param name="width">Sentences kept.</param>
    /// <param name="longest">Words at most.</param>
    public IReadOnlyList<(string Text, double LogProbability)> Beam(Tensor picture, int width = 4, int longest = 20) => SequenceTraining.Judging(this, () =>
        (IReadOnlyList<(string, double)>)[.. writer.Beam(Forward(picture), null, width, longest).Select(one => (Tokens.Decode(one.Letters), one.LogProbability))]);
}
