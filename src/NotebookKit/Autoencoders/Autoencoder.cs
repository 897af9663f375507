using NotebookKit.Data;
using NotebookKit.Layers;
using NotebookKit.Models;

namespace NotebookKit.Autoencoders;

/// <summary>A network that copies its input through a bottleneck: an encoder makes a short code, a decoder makes the input again.</summary>
/// <remarks>
/// It learns from inputs alone: <c>new Trainer(model, adam) { Loss = ... }.Fit(Autoencoder.Copies(inputs))</c>. With <see cref="Noise"/> it gets damaged
/// inputs in training and is asked for the whole ones (a denoising autoencoder, Vincent et al. 2008). Lectures S1, S2 L9, S3, S4.
/// </remarks>
public sealed class Autoencoder : Module
{
    /// <summary>Puts two networks together.</summary>
    /// <param name="encoder">Inputs [N, ...] to codes [N, code].</param>
    /// <param name="decoder">Codes to inputs.</param>
    public Autoencoder(Module encoder, Module decoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(decoder);
        (Encoder, Decoder) = (encoder, decoder);
    }

    /// <summary>Makes codes.</summary>
    public Module Encoder { get; }

    /// <summary>Makes inputs out of codes; thrown away where only the codes are wanted.</summary>
    public Module Decoder { get; }

    /// <summary>What damages inputs in training, such as <see cref="MaskNoise"/> or <see cref="GaussianNoise"/>; nothing when null.</summary>
    public Module? Noise { get; init; }

    /// <summary>One linear layer in, one out: it finds the plane of PCA, though not its axes.</summary>
    /// <param name="inputs">Numbers of an input.</param>
    /// <param name="code">Numbers of a code.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <param name="dtype">Float32 or Float64.</param>
    public static Autoencoder Linear(int inputs, int code, Rng? rng = null, DType dtype = DType.Float32) =>
        new(new Linear(inputs, code, rng: rng, dtype: dtype), new Linear(code, inputs, rng: rng, dtype: dtype));

    /// <summary>Dense layers with ReLU from wide to narrow and back: <c>Deep([784, 128, 32])</c> has the sizes 784, 128, 32, 128, 784; the code is not rectified, the result is between 0 and 1.</summary>
    /// <param name="sizes">From the input to the code, two at least.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">There are fewer than two sizes.</exception>
    public static Autoencoder Deep(IReadOnlyList<int> sizes, Rng? rng = null)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        if (sizes.Count < 2)
        {
            throw new ArgumentException($"Autoencoder.Deep: takes the sizes from the input to the code, two at least, and got {sizes.Count}.", nameof(sizes));
        }

        return new(Dense([.. sizes], rng, []), Dense([.. sizes.Reverse()], rng, [Activation.Sigmoid()]));
    }

    /// <summary>Convolutions with a stride of 2 down to a code, and transposed ones back up; for pictures whose sides divide by 4.</summary>
    /// <param name="channels">Channels of the pictures.</param>
    /// <param name="side">Pixels of a side.</param>
    /// <param name="code">Numbers of the code.</param>
    /// <param name="width">Maps of the first convolution; the second has twice as many.</param>
    /// <param name="rng">Where the first weights come from; the session's generator when null.</param>
    /// <exception cref="ArgumentException">The side does not divide by 4.</exception>
    public static Autoencoder Convolutional(int channels, int side, int code, int width = 16, Rng? rng = null)
    {
        if (side < 4 || side % 4 != 0)
        {
            throw new ArgumentException($"Autoencoder.Convolutional: a side of {side} does not divide by 4, and is halved twice.", nameof(side));
        }

        int small = side / 4, numbers = 2 * width * small * small;
        return new(
            new Sequential(
                new Conv2d(channels, width, 3, 2, 1, rng: rng), new ReLU(), new Conv2d(width, 2 * width, 3, 2, 1, rng: rng), new ReLU(), new Flatten(), new Linear(numbers, code, rng: rng)),
            new Sequential(
                new Linear(code, numbers, rng: rng), new ReLU(), new Unflatten(2 * width, small, small),
                new ConvTranspose2d(2 * width, width, 4, 2, 1, rng: rng), new ReLU(), new ConvTranspose2d(width, channels, 4, 2, 1, rng: rng), Activation.Sigmoid()));
    }

    /// <summary>Inputs as a set that asks for themselves.</summary>
    /// <param name="inputs">[N, ...] of floats.</param>
    /// <param name="name">What the set is called.</param>
    public static Dataset Copies(Tensor inputs, string name = "copies")
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new(name, inputs, inputs);
    }

    /// <summary>Inputs to codes.</summary>
    public Tensor Encode(Tensor inputs) => Encoder.Predict(inputs);

    /// <summary>Codes to inputs.</summary>
    public Tensor Decode(Tensor codes) => Decoder.Predict(codes);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Decoder.Forward(Encoder.Forward(Noise is null || !IsTraining ? input : Noise.Forward(input)));

    /// <summary>The mean squared error of the copies.</summary>
    public double Error(Tensor inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (Predict(inputs) - inputs).Square().Mean().Item();
    }

    private static Sequential Dense(int[] sizes, Rng? rng, Module[] last)
    {
        List<Module> layers = [];
        for (int i = 1; i < sizes.Length; i++)
        {
            layers.Add(new Linear(sizes[i - 1], sizes[i], rng: rng));
            if (i < sizes.Length - 1)
            {
                layers.Add(new ReLU());
            }
        }

        return new Sequential([.. layers, .. last]);
    }

    private sealed class Unflatten(int channels, int height, int width) : Module
    {
        public override Tensor Forward(Tensor input) => input.Reshape(input.Shape[0], channels, height, width);
    }
}
