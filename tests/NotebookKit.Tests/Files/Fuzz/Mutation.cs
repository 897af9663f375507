using System.Buffers.Binary;

namespace NotebookKit.Tests.Files.Fuzz;

/// <summary>One to four changes to a good file.</summary>
internal static class Mutation
{
    private static readonly uint[] Words = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];

    public static byte[] Of(byte[][] seeds, Random random)
    {
        List<byte> file = [.. seeds[random.Next(seeds.Length)]];
        for (int changes = random.Next(1, 5); changes > 0 && file.Count > 0; changes--)
        {
            Change(file, seeds, random);
        }

        return [.. file];
    }

    private static void Change(List<byte> file, byte[][] seeds, Random random)
    {
        int at = random.Next(file.Count), length = Math.Min(file.Count - at, random.Next(1, 17));
        switch (random.Next(10))
        {
            case 0 or 1:
                file[at] = (byte)random.Next(256);
                break;
            case 2:
                file[at] ^= (byte)(1 << random.Next(8));
                break;
            case 3:
                file[at] = (byte)(file[at] + random.Next(-2, 3));
                break;
            case 4:
                Span<byte> word = stackalloc byte[4];
                BinaryPrimitives.WriteUInt32LittleEndian(word, Words[random.Next(Words.Length)]);
                if (random.Next(2) == 0)
                {
                    word.Reverse();
                }

                int size = 1 << random.Next(3);
                for (int i = 0; i < size && at + i < file.Count; i++)
                {
                    file[at + i] = word[random.Next(2) == 0 ? i : 4 - size + i];
                }

                break;
            case 5:
                file.RemoveRange(at, file.Count - at);
                break;
            case 6:
                file.RemoveRange(at, length);
                break;
            case 7:
                file.InsertRange(random.Next(file.Count), file.GetRange(at, length));
                break;
            case 8:
                byte[] fresh = new byte[length];
                random.NextBytes(fresh);
                file.InsertRange(at, fresh);
                break;
            default:
                byte[] other = seeds[random.Next(seeds.Length)];
                int from = random.Next(other.Length);
                file.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(1, 65))).ToArray());
                break;
        }
    }
}
