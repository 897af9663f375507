using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>A recurrent network that reads a text letter by letter and says, after each one, how likely every letter is to come next.</summary>
/// <remarks>Letters are embedded, an LSTM carries what was read, a linear layer scores the next letter. Karpathy 2015; lecture S2 L10 (predicting the next letter).</remarks>
public sealed class LetterModel : Module
{
    private readonly Embedding letters;
    private readonly Lstm memory;
    private readonly Linear scores;

    /// <summary>Makes an untrained reader.</summary>
    /// <param name="vocabulary">The letters.</param>
    /// <param name="hidden">Numbers of the memory.</param>
    /// <param name="layers">LSTM layers.</param>
    /// <param name="embedding">Numbers of a letter.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    public LetterModel(Vocabulary vocabulary, int hidden = 128, int layers = 1, int embedding = 32, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        Vocabulary = vocabulary;
        letters = new Embedding(vocabulary.Count, embedding, rng: rng);
        memory = new Lstm(embedding, hidden, layers, rng: rng);
        scores = new Linear(hidden, vocabulary.Count, rng: rng);
    }

    /// <summary>The letters.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Scores of the next letter after each, from an empty memory: Int64 [T, N] to [T, N, letters].</summary>
    public override Tensor Forward(Tensor input) => Read(input).Scores;

    /// <summary>Scores of the next letter after each, and the memory at the end.</summary>
    /// <param name="input">Int64 [T, N].</param>
    /// <param name="state">The memory to begin with; empty when null.</param>
    public (Tensor Scores, (Tensor Hidden, Tensor Cell) State) Read(Tensor input, (Tensor Hidden, Tensor Cell)? state = null)
    {
        (Tensor outputs, Tensor hidden, Tensor cell) = memory.Run(letters.Forward(input), state);
        Tensor rows = scores.Forward(outputs.Reshape(-1, memory.HiddenSize));
        return (rows.Reshape(outputs.Shape[0], outputs.Shape[1], Vocabulary.Count), (hidden, cell));
    }

    /// <summary>Reads streams once or more, and learns after each stretch; the memory goes on over the stretches of an epoch, gradients do not.</summary>
    /// <param name="streams">The text.</param>
    /// <param name="optimizer">Of this model's parameters.</param>
    /// <param name="steps">Stretches to read; at the end of the streams it begins again with an empty memory.</param>
    /// <param name="progress">Told each stretch's number, from 1, and its mean loss in bits a letter.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Learn(TextStreams streams, Optimizer optimizer, int steps, Action<int, double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(streams);
        (Tensor Hidden, Tensor Cell)? state = null;
        int read = 0;
        SequenceTraining.Run(this, optimizer, steps, _ =>
        {
            (Tensor inputs, Tensor targets) = streams[read % streams.Count];
            (Tensor all, (Tensor Hidden, Tensor Cell) after) = Read(inputs, read % streams.Count == 0 ? null : state);
            state = (after.Hidden.Detach().Clone().Keep(), after.Cell.Detach().Clone().Keep());
            read++;
            return all.Reshape(-1, Vocabulary.Count).CrossEntropy(targets.Reshape(-1));
        }, null, progress is null ? null : (step, nats) => progress(step, nats / Math.Log(2)));
    }

    /// <summary>How surprised it is by a letter of a text in the mean, in bits; the first letter is read and not guessed.</summary>
    /// <param name="text">A text that it has not seen.</param>
    /// <param name="streams">Parts of the text read side by side, for speed; each begins with an empty memory.</param>
    public double BitsPerLetter(string text, int streams = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        TextStreams cut = new(Vocabulary.Encode(text), streams, Math.Min(100, (text.Length - 1) / streams));
        return SequenceTraining.Judging(this, () =>
        {
            double nats = 0;
            (Tensor Hidden, Tensor Cell)? state = null;
            for (int stretch = 0; stretch < cut.Count; stretch++)
            {
                using BufferScope scope = new();
                (Tensor inputs, Tensor targets) = cut[stretch];
                (Tensor all, (Tensor Hidden, Tensor Cell) after) = Read(inputs, state);
                nats += all.Reshape(-1, Vocabulary.Count).CrossEntropy(targets.Reshape(-1)).Item();
                state = (after.Hidden.Clone().Keep(), after.Cell.Clone().Keep());
            }

            return nats / cut.Count / Math.Log(2);
        });
    }

    /// <summary>Goes on with a text.</summary>
    /// <param name="start">What it reads first, one letter at least.</param>
    /// <param name="length">Letters to write.</param>
    /// <param name="temperature">0 takes the likeliest letter, 1 draws by the probabilities.</param>
    /// <param name="rng">Where chance comes from; the session's generator when null.</param>
    public string Write(string start, int length, double temperature = 1, Rng? rng = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return SequenceTraining.Judging(this, () =>
        {
            char[] text = new char[length];
            (Tensor all, (Tensor Hidden, Tensor Cell) state) = Read(Vocabulary.Encode(start).Reshape(-1, 1));
            for (int i = 0; i < length; i++)
            {
                Cancellation.ThrowIfRequested();
                int letter = Choosing.Draw(all[^1, 0].To(DType.Float64).ToArray<double>(), temperature, rng);
                text[i] = Vocabulary.Letters[letter];
                (all, state) = Read(Tensor.From([(long)letter], [1, 1]), state);
            }

            return new string(text);
        });
    }
}
