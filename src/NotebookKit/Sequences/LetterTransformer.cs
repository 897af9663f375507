using NotebookKit.Layers;
using NotebookKit.Memory;
using NotebookKit.Optimizers;

namespace NotebookKit.Sequences;

/// <summary>A small GPT: blocks of causal attention read a stretch of text and say after each letter how likely every letter is to come next.</summary>
/// <remarks>
/// Letters and places are embedded and added; blocks with normalisation in front; a norm; a linear layer. Unlike <see cref="LetterModel"/> it
/// carries nothing from stretch to stretch: what it can know is what stands in the last <see cref="Context"/> letters. Radford et al. 2018; Vaswani et
/// al. 2017; lecture S1 (Transformer).
/// </remarks>
public sealed class LetterTransformer : Module
{
    private readonly Embedding letters;
    private readonly Embedding places;
    private readonly TransformerBlock[] blocks;
    private readonly LayerNorm norm;
    private readonly Linear scores;

    /// <summary>Makes an untrained reader.</summary>
    /// <param name="vocabulary">The letters.</param>
    /// <param name="context">Letters that it sees at once.</param>
    /// <param name="size">Numbers of a letter.</param>
    /// <param name="layers">Blocks.</param>
    /// <param name="heads">Heads of attention; they divide the size.</param>
    /// <param name="dropout">The probability to drop a number in training.</param>
    /// <param name="rng">Where the first weights and the dropout come from; the session's generator when null.</param>
    public LetterTransformer(Vocabulary vocabulary, int context = 128, int size = 96, int layers = 2, int heads = 4, double dropout = 0, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        (Vocabulary, Context) = (vocabulary, context);
        letters = Small(new Embedding(vocabulary.Count, size, rng: rng));
        places = Small(new Embedding(context, size, rng: rng));
        blocks = [.. Enumerable.Range(0, layers).Select(_ => new TransformerBlock(size, heads, dropout: dropout, causal: true, rng: rng))];
        norm = new LayerNorm(size);
        scores = new Linear(size, vocabulary.Count, rng: rng);
    }

    /// <summary>The letters.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Letters that it sees at once.</summary>
    public int Context { get; }

    /// <summary>The blocks.</summary>
    public IReadOnlyList<TransformerBlock> Blocks => blocks;

    /// <summary>Scores of the next letter after each: Int64 [N, T] to [N, T, letters], T at most <see cref="Context"/>.</summary>
    public override Tensor Forward(Tensor input) => Look(input).Scores;

    /// <summary>Scores of the next letter after each, and where each head of each block looked.</summary>
    /// <param name="input">Int64 [N, T].</param>
    /// <returns>[N, T, letters] and for each block [N, heads, T, T].</returns>
    /// <exception cref="ArgumentException">The stretch is longer than the context.</exception>
    public (Tensor Scores, IReadOnlyList<Tensor> Weights) Look(Tensor input)
    {
        Tensor x = Embed(input, 0);
        List<Tensor> weights = [];
        foreach (TransformerBlock block in blocks)
        {
            (x, Tensor looked) = block.Attend(x);
            weights.Add(looked);
        }

        return (Score(x), weights);
    }

    /// <summary>Scores of the next letter after each of some letters that are added to a text; the text before need not be read again.</summary>
    /// <param name="input">The new letters, Int64 [N, t].</param>
    /// <param name="memory">One cache a block, from <see cref="Remember"/>.</param>
    public Tensor Continue(Tensor input, IReadOnlyList<AttentionCache> memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Count != blocks.Length)
        {
            throw new ArgumentException($"LetterTransformer: {blocks.Length} blocks take as many caches, and not {memory.Count}.", nameof(memory));
        }

        Tensor x = Embed(input, memory[0].Count);
        foreach ((int i, TransformerBlock block) in blocks.Index())
        {
            x = block.Continue(x, memory[i]);
        }

        return Score(x);
    }

    /// <summary>Empty caches, one a block.</summary>
    public IReadOnlyList<AttentionCache> Remember() => [.. blocks.Select(_ => new AttentionCache())];

    /// <summary>Learns from stretches of a text, drawn anew for every step.</summary>
    /// <param name="codes">The text, Int64 [letters], longer than the context.</param>
    /// <param name="optimizer">Of this model's parameters.</param>
    /// <param name="steps">Steps of the optimiser.</param>
    /// <param name="batchSize">Stretches of a step.</param>
    /// <param name="rng">Which stretches; the session's generator when null.</param>
    /// <param name="progress">Told each step's number, from 1, and its loss in bits a letter.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer a number.</exception>
    public void Learn(Tensor codes, Optimizer optimizer, int steps, int batchSize = 32, Rng? rng = null, Action<int, double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(codes);
        if (codes.Rank != 1 || codes.Count <= Context)
        {
            throw new ArgumentException($"LetterTransformer: a context of {Context} learns from numbers [letters], more than {Context} of them, and these are {codes.Shape}.", nameof(codes));
        }

        long[] all = codes.ToArray<long>();
        SequenceTraining.Run(this, optimizer, steps, dice =>
        {
            int[] from = [.. Enumerable.Range(0, batchSize).Select(_ => dice.Next(all.Length - Context))];
            Tensor Stretch(int on) => Tensor.From([.. from.SelectMany(start => all.AsSpan(start + on, Context).ToArray())], [batchSize, Context]);
            return Forward(Stretch(0)).Reshape(-1, Vocabulary.Count).CrossEntropy(Stretch(1).Reshape(-1));
        }, rng, progress is null ? null : (step, nats) => progress(step, nats / Math.Log(2)));
    }

    /// <summary>How surprised it is by a letter of a text in the mean, in bits; each letter is guessed behind half a context at least, where the text has so many before it.</summary>
    /// <param name="text">A text that it has not seen, two letters at least; the first one is read and not guessed.</param>
    public double BitsPerLetter(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(text.Length, 2);
        long[] all = Vocabulary.Encode(text).ToArray<long>();
        return SequenceTraining.Judging(this, () =>
        {
            // Windows that begin half a context after each other; of each but the first only the second half is judged. Windows of one length are read together.
            double nats = 0;
            List<(int From, int Length, int Judged)> windows = [];
            for (int next = 1; next < all.Length;)
            {
                int from = next == 1 ? 0 : next - (Context / 2), length = Math.Min(Context, all.Length - 1 - from);
                windows.Add((from, length, next - 1 - from));
                next = from + length + 1;
            }

            foreach ((int From, int Length, int Judged)[] some in windows.GroupBy(window => (window.Length, window.Judged)).SelectMany(alike => alike.Chunk(32)))
            {
                using BufferScope scope = new();
                (int length, int judged) = (some[0].Length, some[0].Judged);
                Tensor Stretch(int on) => Tensor.From([.. some.SelectMany(window => all.AsSpan(window.From + on, length).ToArray())], [some.Length, length]);
                Tensor guessed = Forward(Stretch(0))[.., judged..].Reshape(-1, Vocabulary.Count);
                nats += guessed.CrossEntropy(Stretch(1)[.., judged..].Reshape(-1)).Item() * guessed.Shape[0];
            }

            return nats / (all.Length - 1) / Math.Log(2);
        });
    }

    /// <summary>Goes on with a text. Keys and values are remembered; when the context is full, its second half is read anew.</summary>
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
            List<long> text = [.. Vocabulary.Encode(start).ToArray<long>()];
            IReadOnlyList<AttentionCache> memory = Remember();
            for (int i = 0; i < length; i++)
            {
                Cancellation.ThrowIfRequested();
                int read = memory[0].Count;
                if (read == 0 || read == Context)
                {
                    memory = Remember();
                    read = Math.Max(0, text.Count - (i == 0 ? Context : Context / 2));
                }
                else
                {
                    read = text.Count - 1;
                }

                Tensor all = Continue(Tensor.From(text.Skip(read).ToArray(), [1, text.Count - read]), memory);
                text.Add(Choosing.Draw(all[0, ^1].To(DType.Float64).ToArray<double>(), temperature, rng));
            }

            return new string([.. text.TakeLast(length).Select(code => Vocabulary.Letters[(int)code])]);
        });
    }

    private static Embedding Small(Embedding embedding)
    {
        // Attention starts well from small vectors; those of deviation 1 would drown what the blocks add.
        Ops.InPlace.Scale(embedding.Weight, 0.02);
        return embedding;
    }

    private Tensor Embed(Tensor input, int before)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Rank != 2 || before + input.Shape[1] > Context)
        {
            throw new ArgumentException($"LetterTransformer: takes letters [N, T] with at most {Context} in a row, and got {input.Shape}{(before > 0 ? $" behind {before}" : "")}.", nameof(input));
        }

        long[] where = [.. Enumerable.Range(before, input.Shape[1]).Select(place => (long)place)];
        return letters.Forward(input) + places.Forward(Tensor.From(where));
    }

    private Tensor Score(Tensor x)
    {
        (int count, int length, int size) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        return scores.Forward(norm.Forward(x).Reshape(count * length, size)).Reshape(count, length, Vocabulary.Count);
    }
}
