import com.amazon.randomcutforest.RandomCutForest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * AWS's random cut forest, test-then-train: java RandomCutForestPeer VERSION
 *
 * <p>Says its version, then answers each line of standard input, "POINTS<tab>SCORES" (files as point-file.ts describes
 * them), with the processor seconds that its thread took for each part, in a line of JSON.
 */
public final class RandomCutForestPeer {
  private static final int TREES = 100;
  private static final int SAMPLE = 256;

  public static void main(String[] args) throws IOException {
    say("{\"version\":\"" + args[0] + "\"}");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] files = line.split("\t");
      say(answer(Path.of(files[0]), Path.of(files[1])));
    }
  }

  private static String answer(Path source, Path target) throws IOException {
    ByteBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(source)).order(ByteOrder.LITTLE_ENDIAN);
    int n = (int) numbers.getDouble();
    int dimensions = (int) numbers.getDouble();
    int[] ends = new int[(int) numbers.getDouble()];
    for (int i = 0; i < ends.length; i++) ends[i] = (int) numbers.getDouble();
    float[][] points = new float[n][dimensions];
    for (float[] point : points) for (int j = 0; j < dimensions; j++) point[j] = (float) numbers.getDouble();
    RandomCutForest forest =
        RandomCutForest.builder()
            .dimensions(dimensions)
            .numberOfTrees(TREES)
            .sampleSize(SAMPLE)
            .randomSeed(1)
            .parallelExecutionEnabled(false)
            .build();
    double[] scores = new double[n];
    StringJoiner seconds = new StringJoiner(",");
    int start = 0;
    for (int end : ends) {
      seconds.add(String.format(Locale.ROOT, "%.6f", scoreAndLearn(forest, points, start, end, scores)));
      start = end;
    }
    ByteBuffer out = ByteBuffer.allocate(8 * n).order(ByteOrder.LITTLE_ENDIAN);
    for (double score : scores) out.putDouble(score);
    Files.write(target, out.array());
    return "{\"seconds\":[" + seconds + "]}";
  }

  /** Processor seconds of this thread alone: those of the compiler and of the garbage collector are not counted. */
  private static double scoreAndLearn(RandomCutForest forest, float[][] points, int from, int to, double[] scores) {
    long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (int i = from; i < to; i++) {
      scores[i] = forest.getAnomalyScore(points[i]);
      forest.update(points[i]);
    }
    return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
