using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Generative;

/// <summary>A forger and a detective of convolutions for small grey pictures with values from -1 to 1, by default 14 x 14.</summary>
/// <remarks>
/// <code>
/// forger      linear to 2w maps of side/2, batch normalisation, ReLU; 4x4 transposed convolution to w maps of the full side, normalisation, ReLU; 3x3, tanh
/// detective   4x4 convolution with a stride of 2 to w maps, leaky ReLU 0.2; 3x3 with a stride of 2 to 2w maps, leaky ReLU; linear to one score
/// </code>
/// The kernel of 4 is one that its stride divides, so that no checkerboard arises. The detective has no normalisation over the batch, and so may be asked for
/// the slope of one example. After Radford, Metz and Chintala 2016.
/// </remarks>
public static class Dcgan
{
    /// <summary>The forger, [N, latentSize] to [N, 1, side, side].</summary>
    /// <param name="latentSize">Numbers of noise.</param>
    /// <param name="side">Pixels of a side, even.</param>
    /// <param name="width">w, maps of the last layer but one.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The side is odd or too small.</exception>
    public static Sequential Generator(int latentSize, int side = 14, int width = 32, Rng? rng = null)
    {
        int half = Check(latentSize, side, width) / 2;
        return new(
            new Linear(latentSize, 2 * width * half * half, rng: rng), new Maps(2 * width, half), new BatchNorm2d(2 * width), new ReLU(),
            new ConvTranspose2d(2 * width, width, 4, 2, 1, bias: false, rng: rng), new BatchNorm2d(width), new ReLU(),
            new Conv2d(width, 1, 3, padding: 1, rng: rng), Activation.Tanh());
    }

    /// <summary>The detective, [N, 1, side, side] to [N, 1].</summary>
    /// <param name="side">Pixels of a side, even.</param>
    /// <param name="width">w, maps of the first layer.</param>
    /// <param name="groupSize">Examples of a group whose spread it sees before the last layer (<see cref="BatchDeviation"/>); 0 for none.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The side is odd or too small.</exception>
    public static Sequential Discriminator(int side = 14, int width = 32, int groupSize = 0, Rng? rng = null)
    {
        int quarter = ((Check(1, side, width) / 2) + 1) / 2;
        Module[] spread = groupSize == 0 ? [] : [new BatchDeviation(groupSize)];
        int maps = (2 * width) + spread.Length;
        return new([
            new Conv2d(1, width, 4, 2, 1, rng: rng), Leaky(), new Conv2d(width, 2 * width, 3, 2, 1, rng: rng), Leaky(),
            .. spread, new Flatten(), new Linear(maps * quarter * quarter, 1, rng: rng)]);
    }

    internal static Activation Leaky() => new("LeakyReLU 0.2", x => x.LeakyRelu(0.2));

    private static int Check(int latentSize, int side, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(latentSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return side >= 4 && side % 2 == 0 ? side : throw new ArgumentException($"Dcgan: pictures have an even side of 4 or more, which is halved, and not {side}.", nameof(side));
    }

    private sealed class Maps(int channels, int side) : Module
    {
        public override Tensor Forward(Tensor input) => input.Reshape(input.Shape[0], channels, side, side);

        public override string ToString() => $"as {channels} maps of {side} x {side}";
    }
}
