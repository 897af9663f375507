using NotebookKit.Ops;

namespace NotebookKit;

/// <content>Convolution of signals and images, in layers and by hand.</content>
public partial class Tensor
{
    /// <summary>A convolution of signals: y[n, k, i] = b_k + sum over c, u of w[k, c, u] x[n, c, i s + u r - p]; see <see cref="Convolution"/>.</summary>
    /// <param name="weight">[out, in / groups, k]; this is [N, in, L].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">s.</param>
    /// <param name="padding">p: one number, <see cref="Padding.Between"/> or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">r.</param>
    /// <param name="groups">Shares of the channels that do not meet.</param>
    public Tensor Conv1d(Tensor weight, Tensor? bias = null, int stride = 1, Padding padding = default, int dilation = 1, int groups = 1) =>
        Convolution.ApplyToSignals(this, weight, bias, stride, padding, dilation, groups);

    /// <inheritdoc cref="Convolution"/>
    /// <param name="weight">[out, in / groups, kh, kw]; this is [N, in, H, W].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">s; 1 when null.</param>
    /// <param name="padding">p: one number, (height, width), four numbers or <see cref="Padding.Same"/>.</param>
    /// <param name="dilation">r; 1 when null.</param>
    /// <param name="groups">Shares of the channels that do not meet.</param>
    public Tensor Conv2d(Tensor weight, Tensor? bias = null, Pair? stride = null, Padding padding = default, Pair? dilation = null, int groups = 1) =>
        Convolution.Apply(this, weight, bias, stride ?? 1, padding, dilation ?? 1, groups);

    /// <summary>A transposed convolution of signals, [N, C, L] to [N, K, (L - 1) s - 2p + r (k - 1) + 1 + o]; see <see cref="TransposedConvolution"/>.</summary>
    /// <param name="weight">[in, out / groups, k].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">s.</param>
    /// <param name="padding">p, elements cut from each side.</param>
    /// <param name="outputPadding">o, more elements at the end.</param>
    /// <param name="groups">Shares of the channels that do not meet.</param>
    /// <param name="dilation">r.</param>
    public Tensor ConvTranspose1d(Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int outputPadding = 0, int groups = 1, int dilation = 1) =>
        TransposedConvolution.ApplyToSignals(this, weight, bias, stride, padding, outputPadding, groups, dilation);

    /// <inheritdoc cref="TransposedConvolution"/>
    /// <param name="weight">[in, out / groups, kh, kw].</param>
    /// <param name="bias">[out], or null.</param>
    /// <param name="stride">s; 1 when null.</param>
    /// <param name="padding">p, rows and columns cut from each side.</param>
    /// <param name="outputPadding">o, more rows and columns at the end.</param>
    /// <param name="groups">Shares of the channels that do not meet.</param>
    /// <param name="dilation">r; 1 when null.</param>
    public Tensor ConvTranspose2d(
        Tensor weight, Tensor? bias = null, Pair? stride = null, Pair padding = default, Pair outputPadding = default, int groups = 1, Pair? dilation = null) =>
        TransposedConvolution.Apply(this, weight, bias, stride ?? 1, padding, outputPadding, groups, dilation ?? 1);

    /// <summary>The convolution of signal processing, with the kernel flipped: y[i] = sum over m of x[m] g[i - m]; in two axes likewise.</summary>
    /// <remarks>Of two signals [n] and [k], or two images [H, W] and [kh, kw]; convolution is commutative in full mode. Lectures S0, S2 L6.</remarks>
    /// <param name="kernel">g.</param>
    /// <param name="mode">Which positions count.</param>
    /// <exception cref="ArgumentException">The axes are not one or two of each, something is empty, or a valid kernel is larger than the signal.</exception>
    public Tensor Convolve(Tensor kernel, ConvolutionMode mode = ConvolutionMode.Full) => SignalConvolution.Convolve(this, kernel, mode);

    /// <summary>The cross-correlation, with the kernel as it is: y[i] = sum over m of x[i + m] g[m], which is high where the signal looks like the kernel.</summary>
    /// <remarks>The convolution with the flipped kernel; modes count as there, so full begins where only the kernel's last number overlaps. Lectures S1, S2 L6, S3.</remarks>
    /// <param name="kernel">g.</param>
    /// <param name="mode">Which positions count.</param>
    /// <exception cref="ArgumentException">The axes are not one or two of each, something is empty, or a valid kernel is larger than the signal.</exception>
    public Tensor Correlate(Tensor kernel, ConvolutionMode mode = ConvolutionMode.Full) => SignalConvolution.Correlate(this, kernel, mode);
}
