namespace NotebookKit.Learners;

/// <summary>Who is connected with whom, as masks [receivers, senders] of 1 and 0, for a <see cref="NeuronLayer"/>.</summary>
/// <remarks>The types of networks of lecture S3: fully and partially connected, recurrent, lateral.</remarks>
public static class ConnectionMask
{
    /// <summary>Every sender with every receiver: all ones.</summary>
    public static Tensor Full(int receivers, int senders, DType dtype = DType.Float32) => Tensor.Ones([Positive(receivers), Positive(senders)], dtype);

    /// <summary>Within a layer: each neuron with every other, none with itself.</summary>
    public static Tensor Lateral(int neurons, DType dtype = DType.Float32) => Made(Positive(neurons), neurons, dtype, (i, j) => i != j);

    /// <summary>Back from a layer to the one before it: the shape of <see cref="Full"/> with the directions exchanged.</summary>
    /// <param name="layer">Neurons of the layer whose results go back.</param>
    /// <param name="before">Neurons of the layer that receives them.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Tensor Recurrent(int layer, int before, DType dtype = DType.Float32) => Full(before, layer, dtype);

    /// <summary>Some of all connections, chosen by chance; at least one is missing and at least one is there.</summary>
    /// <param name="receivers">Neurons that receive.</param>
    /// <param name="senders">Neurons that send.</param>
    /// <param name="share">How many are there, between 0 and 1.</param>
    /// <param name="rng">Where the choice comes from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The share is out of range, or there is only one connection.</exception>
    public static Tensor Partial(int receivers, int senders, double share, Rng? rng = null, DType dtype = DType.Float32)
    {
        int all = checked(Positive(receivers) * Positive(senders));
        if (share is not (> 0 and < 1) || all < 2)
        {
            throw new ArgumentException($"Partial: keeps a share between 0 and 1 of at least two connections, and got {share} of [{receivers}, {senders}].", nameof(share));
        }

        bool[] kept = new bool[all];
        foreach (int i in (rng ?? Rng.Current).Permutation(all).AsSpan(0, Math.Clamp((int)Math.Round(share * all), 1, all - 1)))
        {
            kept[i] = true;
        }

        return Made(receivers, senders, dtype, (i, j) => kept[(i * senders) + j]);
    }

    /// <summary>Each receiver with the senders near its own place: a window of an odd width over a line of neurons.</summary>
    /// <param name="neurons">Neurons in both layers.</param>
    /// <param name="width">How many neighbours, odd; fewer at the ends.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    /// <exception cref="ArgumentException">The width is even or not positive.</exception>
    public static Tensor Local(int neurons, int width, DType dtype = DType.Float32) => width > 0 && width % 2 == 1
        ? Made(Positive(neurons), neurons, dtype, (i, j) => Math.Abs(i - j) <= width / 2)
        : throw new ArgumentException($"Local: a window has a middle, so its width is odd, and not {width}.", nameof(width));

    private static int Positive(int neurons)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(neurons);
        return neurons;
    }

    private static Tensor Made(int receivers, int senders, DType dtype, Func<int, int, bool> connected)
    {
        double[,] mask = new double[receivers, senders];
        for (int i = 0; i < receivers; i++)
        {
            for (int j = 0; j < senders; j++)
            {
                mask[i, j] = connected(i, j) ? 1 : 0;
            }
        }

        return Tensor.From(mask).To(dtype);
    }
}
