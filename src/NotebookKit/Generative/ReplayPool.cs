namespace NotebookKit.Generative;

/// <summary>A pool of earlier forgeries: the detective sees old ones among the new, and does not forget the tricks of yesterday.</summary>
/// <remarks>
/// Until it is full each example is stored and handed on. From then on, with a chance of 1/2, an example takes the place of a stored one, which is handed
/// on in its stead. Shrivastava et al. 2017; Zhu et al. 2017.
/// </remarks>
/// <param name="size">Examples that it holds; 0 hands everything on.</param>
public sealed class ReplayPool(int size = 50)
{
    private readonly int size = size >= 0 ? size : throw new ArgumentOutOfRangeException(nameof(size), size, "ReplayPool: the size is 0 or more.");
    private readonly List<Tensor> stored = [];

    /// <summary>Examples that it holds now.</summary>
    public int Count => stored.Count;

    /// <summary>Gives some examples for others, without a way back to their maker.</summary>
    /// <param name="examples">[N, ...], of the same form every time.</param>
    /// <param name="rng">The session's generator when null.</param>
    /// <returns>[N, ...], a mixture of new and old.</returns>
    /// <exception cref="ArgumentException">They have another form than those before.</exception>
    public Tensor Exchange(Tensor examples, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Tensor fresh = examples.Detach();
        if (size == 0)
        {
            return fresh;
        }

        if (fresh.Rank < 2 || (stored.Count > 0 && stored[0].Shape != fresh[..1].Shape))
        {
            throw new ArgumentException($"ReplayPool: takes examples [N, ...] of always the same form, and got {fresh.Shape}{(stored.Count > 0 ? $" after {stored[0].Shape}" : "")}.", nameof(examples));
        }

        Rng dice = rng ?? Rng.Current;
        List<Tensor> given = [];
        for (int i = 0; i < fresh.Shape[0]; i++)
        {
            Tensor one = fresh[i..(i + 1)];
            if (stored.Count < size)
            {
                stored.Add(one.Clone().Keep());
                given.Add(one);
            }
            else if (dice.Next(2) == 0)
            {
                given.Add(one);
            }
            else
            {
                int place = dice.Next(size);
                given.Add(stored[place]);
                stored[place] = one.Clone().Keep();
            }
        }

        return Tensor.Concat(given);
    }

    /// <summary>How full it is.</summary>
    public override string ToString() => $"a pool of {Count} of at most {size} earlier forgeries";
}
